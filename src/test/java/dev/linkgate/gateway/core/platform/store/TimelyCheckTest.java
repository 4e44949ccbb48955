package dev.linkgate.gateway.core.platform.store;

import static dev.linkgate.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A probe has an answer at once, whatever the database does. */
class TimelyCheckTest {

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger checks = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean answer = true;
    private final TimelyCheck check = new TimelyCheck(this::ask, nanoTime::get);

    @Test
    void aCheckThatHangsIsAnsweredAsBeforeAndThenNot() {
        Patience.until(check::holds); // the first check
        gate = new CountDownLatch(1);
        pass(Duration.ofSeconds(1));

        assertThat(check.holds()).as("it may still answer").isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(check.holds()).as("it does not answer").isFalse();
        assertThat(checks).as("those that hang").hasValue(2);

        gate.countDown();
        Patience.until(check::holds);
    }

    @Test
    void probesShareAnAnswerForASecond() {
        Patience.until(check::holds);
        answer = false;
        assertThat(check.holds()).isTrue();

        pass(Duration.ofSeconds(1));
        Patience.until(() -> !check.holds());
        assertThat(checks).hasValue(2);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private boolean ask() {
        checks.incrementAndGet();
        await(gate);
        return answer;
    }
}
