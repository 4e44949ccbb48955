package dev.linkgate.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns<String> turns = new Turns<>();

    @Test
    void goRoundTheTeamsHoweverManyOneHasWaiting() {
        IntStream.rangeClosed(1, 100).forEach(i -> turns.add("noisy", "noisy " + i));
        turns.add("quiet", "quiet 1");
        turns.add("quiet", "quiet 2");

        assertThat(taken(5)).containsExactly("noisy 1", "quiet 1", "noisy 2", "quiet 2", "noisy 3");
    }

    @Test
    void passOverWhoWaitsNoLonger() {
        turns.add("a", "a 1");
        turns.add("a", "a 2");
        turns.add("b", "b 1");

        turns.remove("a", "a 1");
        turns.remove("b", "b 1");

        assertThat(turns.next()).isEqualTo("a 2");
        assertThat(turns.size()).isOne();
        assertThat(taken(1)).containsExactly("a 2");
        assertThat(turns.next()).isNull();
    }

    private List<String> taken(int count) {
        List<String> taken = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> taken.add(turns.take()));
        return taken;
    }
}
