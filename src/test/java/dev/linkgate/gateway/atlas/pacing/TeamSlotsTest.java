package dev.linkgate.gateway.atlas.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.atlas.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TeamSlotsTest {

    private final TeamSlots places = new TeamSlots(1);
    private final List<Integer> served = new CopyOnWriteArrayList<>();

    @Test
    void placeGoesToTheRequestThatWaitsLongest() throws InterruptedException {
        assertThat(places.tryTake()).isTrue();
        List<Thread> waiters = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            waiters.add(waiter(number));
        }
        assertThat(places.tryTake()).isFalse();

        places.giveBack();

        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(served)
                .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
        assertThat(places.tryTake()).isTrue();
    }

    @Test
    void requestThatGaveUpTakesNoPlace() throws InterruptedException {
        assertThat(places.tryTake()).isTrue();
        assertThat(places.take(limit(Duration.ofMillis(10)))).isFalse();
        places.giveBack();
        assertThat(places.tryTake()).isTrue();
    }

    /** A thread that waits for the place, and gives it back at once. */
    private Thread waiter(int number) {
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                assertThat(places.take(limit(Duration.ofMinutes(2)))).isTrue();
                served.add(number);
                places.giveBack();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Patience.until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        return waiter;
    }

    private static WaitLimit limit(Duration deadline) {
        return new WaitLimit(Requests.before(Requests.get("/x"), deadline));
    }
}
