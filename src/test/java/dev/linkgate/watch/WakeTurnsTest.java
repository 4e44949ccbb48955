package dev.linkgate.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WakeTurnsTest {

    private final WakeTurns turns = new WakeTurns();

    @Test
    void nextGoesOnWhenOneOfAllTurnsEnds() throws Exception {
        List<Runnable> taken = new ArrayList<>();
        for (int i = 0; i < WakeTurns.AT_ONCE; i++) {
            taken.add(turns.take());
        }
        AtomicInteger went = new AtomicInteger();
        Thread next = Thread.ofVirtual().start(() -> {
            turns.take();
            went.incrementAndGet();
        });
        Patience.until(() -> next.getState() == Thread.State.TIMED_WAITING);
        assertThat(went).hasValue(0);

        taken.removeLast().run();

        next.join();
        assertThat(went).hasValue(1);
    }
}
