package dev.linkgate.gateway.feature.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UsedCountsTest {

    private static final int CAPACITY = 3;
    private static final long HIGHEST = 0xffff_ffffL;

    private final UsedCounts counts = new UsedCounts(CAPACITY);

    private static DigestNonce nonce(long issued) {
        return new DigestNonce(issued, 0);
    }

    private boolean take(DigestNonce nonce, long count) {
        return counts.take(nonce, count, 0);
    }

    @Test
    void countIsTakenOnce() {
        assertThat(take(nonce(1), 1)).isTrue();
        assertThat(take(nonce(1), 1)).isFalse();
        assertThat(take(nonce(1), 2)).isTrue();
        assertThat(take(nonce(1), 1)).isFalse();
        assertThat(take(nonce(2), 1)).as("of another nonce").isTrue();
        assertThat(take(new DigestNonce(1, 1), 1)).as("of the same time").isTrue();
    }

    /** Some clients count on over nonces, so that the first count is not 1. */
    @Test
    void countsMaySkip() {
        assertThat(take(nonce(1), 40)).isTrue();
        assertThat(take(nonce(1), HIGHEST)).isTrue();
        assertThat(take(nonce(1), HIGHEST)).isFalse();
        assertThat(take(nonce(1), 40)).isFalse();
    }

    @Test
    void countsOfParallelRequestsMayComeInAnyOrder() {
        List<Long> sent = new ArrayList<>();
        for (long count = 1; count <= UsedCounts.WINDOW; count++) {
            sent.add(count);
        }
        Collections.shuffle(sent, new Random(4711));

        assertThat(sent).allMatch(count -> take(nonce(1), count));
        assertThat(sent).noneMatch(count -> take(nonce(1), count));
    }

    @Test
    void countThatComesTooLateCountsAsUsed() {
        assertThat(take(nonce(1), UsedCounts.WINDOW + 1L)).isTrue();

        assertThat(take(nonce(1), 1)).isFalse();
        assertThat(take(nonce(1), 2)).isTrue();
    }

    @Test
    void whenItIsFullTheOldestNoncesEnd() {
        for (int issued = 11; issued <= 14; issued++) {
            assertThat(take(nonce(issued), 1)).isTrue();
        }

        assertThat(take(nonce(11), 1))
                .as("it is forgotten, but not accepted again")
                .isFalse();
        assertThat(take(nonce(11), 2)).isFalse();
        assertThat(take(nonce(10), 1)).as("never seen, but older").isFalse();
        assertThat(take(nonce(12), 2)).isTrue();
        assertThat(take(nonce(15), 1)).as("a new one is accepted").isTrue();
    }

    @Test
    void nonceThatIsTooOldIsForgottenForGood() {
        assertThat(take(nonce(11), 1)).isTrue();
        assertThat(counts.take(nonce(20), 1, 12)).isTrue();

        assertThat(counts.take(nonce(11), 1, 0))
                .as("also when a clock is set back")
                .isFalse();
        for (int issued = 21; issued < 21 + CAPACITY - 1; issued++) {
            assertThat(take(nonce(issued), 1)).isTrue();
        }
        assertThat(take(nonce(20), 2)).as("there was room").isTrue();
    }

    @Test
    void manyThreadsTakeEachCountOnce() throws Exception {
        List<Future<Integer>> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> all = () -> {
                int granted = 0;
                for (long count = 1; count <= UsedCounts.WINDOW; count++) {
                    granted += take(nonce(1), count) ? 1 : 0;
                }
                return granted;
            };
            for (int i = 0; i < 8; i++) {
                taken.add(threads.submit(all));
            }
        }
        int sum = 0;
        for (Future<Integer> each : taken) {
            sum += each.get(60, TimeUnit.SECONDS);
        }

        assertThat(sum).isEqualTo(UsedCounts.WINDOW);
    }
}
