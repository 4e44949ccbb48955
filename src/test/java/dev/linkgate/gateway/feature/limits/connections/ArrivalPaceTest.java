package dev.linkgate.gateway.feature.limits.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who waits for its turn, and for how long. */
class ArrivalPaceTest {

    private static final int AT_ONCE = 128;
    private static final int MOST = 16;
    private static final String LOOPING = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    private final ArrivalPace pace = new ArrivalPace(MOST);

    private boolean waits(String address) {
        return pace.holds(address, connection());
    }

    private static SocketChannel connection() {
        try {
            SocketChannel connection = SocketChannel.open();
            connection.close();
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Known callers that are all refused. */
    private void refused(String address, int times) {
        IntStream.range(0, times).forEach(i -> pace.known(address));
    }

    @Test
    void callersThatAreServedConnectAsOftenAsTheyLike() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(waits(LOOPING)).isFalse();
            pace.known(LOOPING);
            pace.served(LOOPING);
        }
    }

    @Test
    void anAddressWhoseCallersAreRefusedWaitsAndNoOther() {
        refused(LOOPING, AT_ONCE - 1);
        assertThat(waits(LOOPING)).isFalse();

        refused(LOOPING, 1);

        assertThat(waits(LOOPING)).isTrue();
        assertThat(waits(OTHER)).isFalse();
    }

    @Test
    void fiveAreServedEachTickTheNewestAndTheOldest() {
        refused(LOOPING, AT_ONCE);
        List<SocketChannel> waiting =
                IntStream.range(0, 8).mapToObj(i -> connection()).toList();
        waiting.forEach(connection -> pace.holds(LOOPING, connection));

        assertThat(pace.next())
                .containsExactly(waiting.get(7), waiting.get(0), waiting.get(6), waiting.get(1), waiting.get(5));
        assertThat(pace.next()).containsExactlyInAnyOrderElementsOf(waiting.subList(2, 5));
        assertThat(pace.next()).isEmpty();
    }

    @Test
    void noMoreWaitThanMay() {
        refused(LOOPING, AT_ONCE);

        assertThat(IntStream.range(0, MOST + 2).filter(i -> waits(LOOPING))).hasSize(MOST);
        assertThat(pace.end()).hasSize(MOST);
        assertThat(pace.next()).isEmpty();
    }

    @Test
    void anAddressHasItsRoomAgainAfterSeconds() {
        refused(LOOPING, 10 * AT_ONCE);

        for (int tick = 0; tick <= AT_ONCE / 5; tick++) {
            assertThat(pace.next()).isEmpty();
        }

        refused(LOOPING, AT_ONCE - 1);
        assertThat(waits(LOOPING)).isFalse();
    }

    @Test
    void turnsComeTenTimesASecondOnlyWhileAnAddressHasUsedItsRoom() {
        assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(1));

        refused(LOOPING, 7);
        assertThat(pace.next()).isEmpty();
        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(100));

        assertThat(pace.next()).isEmpty();
        assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(1));
    }
}
