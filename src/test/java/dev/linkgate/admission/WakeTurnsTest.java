package dev.linkgate.admission;

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
    private final List<WakeTurns.Turn> working = new ArrayList<>();

    @Test
    void theNextWokenRequestGoesOnWhenAnotherHasAnswered() throws Exception {
        theNextGoesOnWhenOneOfAllTurnsEnds();
    }

    @Test
    void requestThatWaitsTwiceTakesOneTurn() throws Exception {
        WakeTurns.Turn first = turns.new Turn();
        first.await();
        first.await();
        first.end();

        theNextGoesOnWhenOneOfAllTurnsEnds();
    }

    @Test
    void requestThatNeverWaitedGivesNothingBack() throws Exception {
        turns.new Turn().end();

        theNextGoesOnWhenOneOfAllTurnsEnds();
    }

    private void theNextGoesOnWhenOneOfAllTurnsEnds() throws Exception {
        for (int i = 0; i < WakeTurns.AT_ONCE; i++) {
            WakeTurns.Turn turn = turns.new Turn();
            turn.await();
            working.add(turn);
        }
        AtomicInteger went = new AtomicInteger();
        Thread next = Thread.ofVirtual().start(() -> {
            turns.new Turn().await();
            went.incrementAndGet();
        });
        Patience.until(() -> next.getState() == Thread.State.TIMED_WAITING);
        assertThat(went).hasValue(0);

        working.removeLast().end();

        next.join();
        assertThat(went).hasValue(1);
    }
}
