package dev.linkgate.sandbox.authentication;

import static dev.linkgate.sandbox.authentication.NonceBook.Standing.GOOD;
import static dev.linkgate.sandbox.authentication.NonceBook.Standing.REPEATED;
import static dev.linkgate.sandbox.authentication.NonceBook.Standing.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NonceBookTest {

    private final NonceBook book =
            new NonceBook(new ManualClock(), Duration.ofSeconds(60), SandboxAccess.CountRule.CONSECUTIVE);

    @Test
    void forgetsTheLongestUnusedNonce() {
        String idle = book.issue();
        String busy = book.issue();
        for (int i = 0; i < 99_998; i++) {
            book.issue();
        }
        assertThat(book.use(busy, 1)).isEqualTo(GOOD);

        for (int i = 0; i < 1_000; i++) {
            book.issue();
        }

        assertThat(book.use(busy, 2)).isEqualTo(GOOD);
        assertThat(book.use(idle, 1)).isEqualTo(UNKNOWN);
    }

    @Test
    void acceptsACountOnceUnderConcurrency() throws Exception {
        String nonce = book.issue();
        List<Callable<NonceBook.Standing>> uses = Collections.nCopies(50, () -> book.use(nonce, 1));
        int good = 0;
        int repeated = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<NonceBook.Standing> use : threads.invokeAll(uses)) {
                good += use.get() == GOOD ? 1 : 0;
                repeated += use.get() == REPEATED ? 1 : 0;
            }
        }
        assertThat(good).isOne();
        assertThat(repeated).isEqualTo(49);
    }
}
