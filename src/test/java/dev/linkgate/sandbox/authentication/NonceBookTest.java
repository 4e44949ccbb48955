package dev.linkgate.sandbox.authentication;

import static dev.linkgate.sandbox.authentication.NonceBook.Standing.GOOD;
import static dev.linkgate.sandbox.authentication.NonceBook.Standing.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import java.time.Duration;
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
}
