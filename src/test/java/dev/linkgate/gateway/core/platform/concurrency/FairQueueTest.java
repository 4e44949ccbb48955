package dev.linkgate.gateway.core.platform.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>();

    @Test
    void servesTheTeamsInRounds() {
        IntStream.rangeClosed(1, 100).forEach(i -> queue.add("noisy", "noisy " + i));
        queue.add("quiet", "quiet 1");
        queue.add("quiet", "quiet 2");

        assertThat(taken(5)).containsExactly("noisy 1", "quiet 1", "noisy 2", "quiet 2", "noisy 3");
    }

    @Test
    void skipsWaitersThatGaveUp() {
        queue.add("a", "a 1");
        queue.add("a", "a 2");
        queue.add("b", "b 1");

        queue.remove("a", "a 1");
        queue.remove("b", "b 1");

        assertThat(queue.next()).isEqualTo("a 2");
        assertThat(queue.size()).isOne();
        assertThat(taken(1)).containsExactly("a 2");
        assertThat(queue.next()).isNull();
    }

    private List<String> taken(int count) {
        List<String> taken = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> taken.add(queue.take()));
        return taken;
    }
}
