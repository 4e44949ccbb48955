package dev.linkgate.gateway.core.platform.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Patience;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;

@CapturesOutput
class PeriodicTaskTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger times = new AtomicInteger();

    @Test
    void workGivesThePauseBeforeTheNextTime() {
        PeriodicTask task = new PeriodicTask(
                "test", Duration.ZERO, LONG, () -> times.incrementAndGet() < 3 ? Duration.ofMillis(1) : LONG);
        task.start();
        Patience.until(() -> times.get() == 3);
        assertThat(task.isRunning()).isTrue();
        task.stop();
        assertThat(task.isRunning()).isFalse();
        assertThat(times).hasValue(3);
    }

    @Test
    void failureIsReportedOnceAndTriedAgain(CapturedOutput output) {
        PeriodicTask task = new PeriodicTask("test", Duration.ZERO, LONG, () -> {
            if (times.incrementAndGet() < 3) {
                throw new IllegalStateException("no luck");
            }
            return LONG;
        });
        task.start();
        Patience.until(() -> times.get() == 3);
        task.stop();
        assertThat(output.getAll()).containsOnlyOnce("The task test failed").containsOnlyOnce("no luck");
    }

    @Test
    void stopWaitsForWorkThatIsUnderWay() {
        CountDownLatch begun = new CountDownLatch(1);
        PeriodicTask[] task = new PeriodicTask[1];
        task[0] = new PeriodicTask("test", Duration.ZERO, LONG, () -> {
            begun.countDown();
            Patience.until(() -> !task[0].isRunning());
            times.incrementAndGet();
            return Duration.ZERO;
        });
        task[0].start();
        Patience.until(() -> begun.getCount() == 0);
        assertThat(task[0].isRunning()).isTrue();
        task[0].stop();
        assertThat(times).hasValue(1);
    }

    @Test
    void stopWaitsNoLongerThanItsPatience(CapturedOutput output) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        PeriodicTask task = new PeriodicTask("test", Duration.ZERO, Duration.ofMillis(1), () -> {
            begun.countDown();
            end.await();
            return LONG;
        });
        task.start();
        Patience.until(() -> begun.getCount() == 0);
        task.stop();
        assertThat(output).contains("The task test was still at work at the shutdown");
        end.countDown();
    }
}
