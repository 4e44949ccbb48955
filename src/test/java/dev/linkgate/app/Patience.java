package dev.linkgate.app;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again, each time over HTTP, until the answer is the one that must come. */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Patience() {}

    /** @return the first answer that fits */
    static <T> T until(Supplier<T> question, Predicate<T> fits) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            T answer = question.get();
            if (fits.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("still " + answer + " after " + LIMIT.toSeconds() + " s");
            }
        }
    }
}
