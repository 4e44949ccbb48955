package dev.linkgate.gateway.endpoints.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.endpoints.observation.EndpointObservation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WakeTurnsTest {

    private static final EndpointObservation SEEN =
            new EndpointObservation.Present(ScriptedAtlas.endpoint(ScriptedAtlas.id(1), ConnectionStatus.AVAILABLE), 0);

    private final List<Subscription.Waiter<?>> waiters = waiters(2 * WakeTurns.AT_ONCE);

    @Test
    void nextGoesOnWhenATurnEnds() throws Exception {
        Thread waking = Thread.ofVirtual().start(() -> new WakeTurns().wake(waiters));
        goOn(WakeTurns.AT_ONCE);
        Patience.until(() -> waking.getState() == Thread.State.TIMED_WAITING);
        assertThat(waiters.get(WakeTurns.AT_ONCE)).isNotDone();

        for (int i = 0; i < WakeTurns.AT_ONCE; i++) {
            waiters.get(i).join().turn().run();
            goOn(WakeTurns.AT_ONCE + i + 1);
        }
        waking.join();
    }

    @Test
    void allGoOnEvenIfNoTurnEnds() {
        new WakeTurns(Duration.ZERO).wake(waiters);

        goOn(waiters.size());
    }

    @Test
    void waiterThatHasLeftKeepsNoTurn() {
        WakeTurns turns = new WakeTurns(Duration.ZERO);
        turns.wake(waiters);
        waiters.forEach(waiter -> waiter.join().turn().run());
        turns.wake(waiters);

        List<Subscription.Waiter<?>> later = waiters(WakeTurns.AT_ONCE);
        turns.wake(later);
        assertThat(later).noneMatch(waiter -> waiter.join().turn().equals(WakeTurns.NONE));
    }

    private static List<Subscription.Waiter<?>> waiters(int many) {
        return Stream.<Subscription.Waiter<?>>generate(() -> new Subscription.Waiter<>(SEEN, seen -> true))
                .limit(many)
                .toList();
    }

    private void goOn(int many) {
        Patience.until(
                () -> waiters.stream().filter(Subscription.Waiter::isDone).count() == many);
    }
}
