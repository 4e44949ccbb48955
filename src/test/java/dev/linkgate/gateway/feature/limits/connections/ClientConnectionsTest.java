package dev.linkgate.gateway.feature.limits.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.junit.jupiter.api.Test;

/** Which connections make room for a new one. */
class ClientConnectionsTest {

    private static final int MAX = 640;
    private static final Duration HEADER = Duration.ofSeconds(10);

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    private final AtomicInteger ended = new AtomicInteger();
    private final ClientConnections connections = new ClientConnections(MAX, MAX, address -> true, HEADER);

    /** A connection that is read at the same time, as in a flood: a caller that asks twice gets two answers. */
    private final class BusyConnection extends NioSocketWrapper {

        BusyConnection() {
            super(new NioChannel(new SocketBufferHandler(0, 0, false)), new NioEndpoint());
        }

        @Override
        public long getLastRead() {
            return random.nextLong(1_000_000);
        }

        @Override
        public void close() {
            ended.incrementAndGet();
        }
    }

    /** A connection of an address. */
    private static final class WorkingConnection extends NioSocketWrapper {

        WorkingConnection(String address) {
            super(new NioChannel(new SocketBufferHandler(0, 0, false)), new NioEndpoint());
            remoteAddr = address;
        }
    }

    /** A connection that was read for the last time long ago. */
    private final class QuietConnection extends NioSocketWrapper {

        QuietConnection(SocketChannel socket) throws IOException {
            super(new NioChannel(new SocketBufferHandler(0, 0, false)), new NioEndpoint());
            getSocket().reset(socket, this);
        }

        @Override
        public long getLastRead() {
            return 0;
        }

        @Override
        public void close() {
            ended.incrementAndGet();
        }
    }

    @Test
    void requestThatNobodyHasReadYetKeepsItsConnection() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(null);
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel accepted = server.accept()) {
            accepted.configureBlocking(false);
            QuietConnection connection = new QuietConnection(accepted);
            connections.watch(() -> List.of(connection));

            client.write(ByteBuffer.wrap("GET".getBytes(StandardCharsets.US_ASCII)));
            Patience.until(() -> available(accepted) == 3);
            assertThat(connections.admit("127.0.0.1", MAX + MAX / 4)).isFalse();
            assertThat(ended).hasValue(0);

            accepted.read(ByteBuffer.allocate(3));
            assertThat(connections.admit("127.0.0.1", MAX)).isTrue();
            assertThat(ended).hasValue(1);
        }
    }

    /** The thread that works for it has its lock for as long as it waits. */
    @Test
    void oneWhoseClientDoesNotReadIsEndedAlthoughItsRequestIsUnderWay() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(null);
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel accepted = server.accept()) {
            accepted.configureBlocking(false);
            QuietConnection connection = new QuietConnection(accepted);
            connections.watch(() -> List.of(connection));
            CompletableFuture.runAsync(connection.getLock()::lock, Thread.ofPlatform()::start)
                    .join();
            client.write(ByteBuffer.wrap("GET".getBytes(StandardCharsets.US_ASCII)));
            Patience.until(() -> available(accepted) == 3);
            assertThat(connections.admit("127.0.0.1", MAX + MAX / 4))
                    .as("while it is worked for")
                    .isFalse();

            connection.interestOps(SelectionKey.OP_WRITE);

            assertThat(connections.admit("127.0.0.1", MAX)).isTrue();
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(ended).as("closed by its own thread").hasValue(0);
        }
    }

    /** Each has the lock of its thread: all of them are worked for. */
    @Test
    void whoHasFewIsAdmittedWhileAllAreWorkedFor() {
        List<WorkingConnection> open = IntStream.range(0, MAX)
                .mapToObj(i -> new WorkingConnection("127.0.0." + (1 + i % 2)))
                .toList();
        CompletableFuture.runAsync(
                        () -> open.forEach(connection -> connection.getLock().lock()), Thread.ofPlatform()::start)
                .join();
        connections.watch(() -> open);

        assertThat(connections.admit("127.0.0.1", MAX)).isFalse();
        assertThat(connections.admit("127.0.0.3", MAX)).isTrue();
        assertThat(connections.admit("127.0.0.3", MAX + MAX / 4 - 1)).isTrue();
        assertThat(connections.admit("127.0.0.3", MAX + MAX / 4)).isFalse();
        assertThat(ended).hasValue(0);
    }

    private static int available(SocketChannel socket) {
        try {
            return socket.socket().getInputStream().available();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void roomIsMadeWhileTheConnectionsAreRead() {
        List<BusyConnection> open =
                IntStream.range(0, MAX).mapToObj(i -> new BusyConnection()).toList();
        connections.watch(() -> open);

        assertThat(connections.admit("127.0.0.1", MAX)).isTrue();

        assertThat(ended).hasValue(MAX / 64);
    }
}
