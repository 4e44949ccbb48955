package dev.linkgate.gateway.inbound.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.inbound.connections.ArrivalPace.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who waits for its turn, and for how long. */
class ArrivalPaceTest {

    private static final int AT_ONCE = 128;
    private static final int MOST = 16;
    private static final String LOOPING = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    private final ArrivalPace pace = new ArrivalPace(MOST);

    private Turn next(String address) {
        return pace.of(address, connection());
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
            assertThat(next(LOOPING)).isEqualTo(Turn.NOW);
            pace.known(LOOPING);
            pace.served(LOOPING);
        }
    }

    @Test
    void anAddressWhoseCallersAreRefusedWaitsAndNoOther() {
        refused(LOOPING, AT_ONCE - 1);
        assertThat(next(LOOPING)).isEqualTo(Turn.NOW);

        refused(LOOPING, 1);

        assertThat(next(LOOPING)).isEqualTo(Turn.LATER);
        assertThat(next(OTHER)).isEqualTo(Turn.NOW);
    }

    @Test
    void fiveAreServedEachTickTheNewestAndTheOldest() {
        refused(LOOPING, AT_ONCE);
        List<SocketChannel> waiting =
                IntStream.range(0, 8).mapToObj(i -> connection()).toList();
        waiting.forEach(connection -> pace.of(LOOPING, connection));

        assertThat(pace.next())
                .containsExactly(waiting.get(7), waiting.get(0), waiting.get(6), waiting.get(1), waiting.get(5));
        assertThat(pace.next()).containsExactlyInAnyOrderElementsOf(waiting.subList(2, 5));
        assertThat(pace.next()).isEmpty();
    }

    @Test
    void moreThanMayWaitAreRefused() {
        refused(LOOPING, AT_ONCE);

        assertThat(IntStream.range(0, MOST + 2)
                        .mapToObj(i -> next(LOOPING))
                        .collect(Collectors.groupingBy(turn -> turn, Collectors.counting())))
                .containsOnlyKeys(Turn.LATER, Turn.NEVER)
                .containsEntry(Turn.NEVER, 2L);
        assertThat(pace.end()).hasSize(MOST);
    }

    @Test
    void anAddressHasItsRoomAgainAfterSeconds() {
        refused(LOOPING, 10 * AT_ONCE);

        for (int tick = 0; tick <= AT_ONCE / 5; tick++) {
            assertThat(pace.next()).isEmpty();
        }

        refused(LOOPING, AT_ONCE - 1);
        assertThat(next(LOOPING)).isEqualTo(Turn.NOW);
    }
}
