package dev.linkgate.gateway.core.platform.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A check that asks the database, for probes, which wait a second. They share one check at a time and at most one a
 * second, because each takes a connection that requests need. They wait for it for a moment; if it takes longer, the
 * answer of the one before counts for a while.
 */
final class TimelyCheck {

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(300);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final BooleanSupplier check;
    private final LongSupplier nanoTime;
    private Asked latest;

    /** @param nanoTime monotonic, as {@link System#nanoTime()} */
    TimelyCheck(BooleanSupplier check, LongSupplier nanoTime) {
        this.check = check;
        this.nanoTime = nanoTime;
        this.latest = new Asked(nanoTime.getAsLong() - KEPT.toNanos(), false, CompletableFuture.completedFuture(false));
    }

    /** @param before the answer of the check before */
    private record Asked(long begunNanos, boolean before, CompletableFuture<Boolean> answer) {}

    /** Whether it holds, as far as is known. */
    boolean holds() {
        Asked asked = ask();
        boolean assumed = asked.before() && elapsed(asked) < LONGEST.toNanos();
        return asked.answer()
                .copy()
                .completeOnTimeout(assumed, MOMENT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private synchronized Asked ask() {
        if (latest.answer().isDone() && elapsed(latest) >= KEPT.toNanos()) {
            latest = new Asked(
                    nanoTime.getAsLong(),
                    latest.answer().join(),
                    CompletableFuture.supplyAsync(check::getAsBoolean, Thread::startVirtualThread)
                            .exceptionally(e -> false));
        }
        return latest;
    }

    private long elapsed(Asked asked) {
        return nanoTime.getAsLong() - asked.begunNanos();
    }
}
