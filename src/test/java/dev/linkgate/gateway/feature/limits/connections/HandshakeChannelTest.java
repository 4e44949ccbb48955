package dev.linkgate.gateway.feature.limits.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Certificates;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.openssl.ciphers.Cipher;
import org.apache.tomcat.util.net.openssl.ciphers.Group;
import org.apache.tomcat.util.net.openssl.ciphers.SignatureScheme;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a handshake is computed. */
class HandshakeChannelTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final FairTurns turns = new FairTurns("handshakes", 1, 1);
    private final TlsEndpoint endpoint = new TlsEndpoint();
    private final HandshakeChannel channel =
            new HandshakeChannel(new SocketBufferHandler(2048, 2048, false), endpoint, turns);
    private ServerSocketChannel server;
    private SocketChannel client;

    /** Makes the engine of the one connection, and keeps it. */
    private static final class TlsEndpoint extends NioEndpoint {

        private @Nullable SSLEngine engine;

        @Override
        protected SSLEngine createSSLEngine(
                String host,
                List<Cipher> ciphers,
                List<String> applicationProtocols,
                List<String> protocols,
                List<Group> groups,
                List<SignatureScheme> schemes) {
            SSLEngine made = serving(Certificates.server()).createSSLEngine();
            made.setUseClientMode(false);
            engine = made;
            return made;
        }

        HandshakeStatus status() {
            return Objects.requireNonNull(engine).getHandshakeStatus();
        }

        private static SSLContext serving(X509Bundle certificate) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
                return context;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void connect() throws IOException {
        server = ServerSocketChannel.open().bind(null);
        client = SocketChannel.open(server.getLocalAddress());
        SocketChannel accepted = server.accept();
        channel.reset(accepted, new NioSocketWrapper(channel, endpoint));
        client.write(hello());
        Patience.until(() -> hasUnread(accepted));
        accepted.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        channel.getIOChannel().close();
    }

    @Test
    void itIsComputedWhenItsTurnHasCome() {
        FairTurns.Turn other = Objects.requireNonNull(turns.take("another network", PATIENCE, () -> true));
        CompletableFuture<Integer> handshake = handshake();
        Patience.until(() -> turns.waiting() == 1);
        assertThat(endpoint.status()).isEqualTo(HandshakeStatus.NEED_TASK);

        other.close();

        assertThat(handshake.join()).as("the answer is to be written").isEqualTo(SelectionKey.OP_WRITE);
        assertThat(turns.take("another network", Duration.ZERO, () -> true))
                .as("the turn, given back")
                .isNotNull();
    }

    @Test
    void nothingIsComputedForAClientThatHasGone() throws IOException {
        FairTurns.Turn other = Objects.requireNonNull(turns.take("another network", PATIENCE, () -> true));
        CompletableFuture<Integer> handshake = handshake();
        Patience.until(() -> turns.waiting() == 1);

        client.close();
        other.close();

        assertThatThrownBy(handshake::join).hasCauseInstanceOf(CancelledKeyException.class);
        assertThat(endpoint.status()).isEqualTo(HandshakeStatus.NEED_TASK);
        assertThat(turns.take("another network", Duration.ZERO, () -> true))
                .as("the turn, given back")
                .isNotNull();
    }

    private CompletableFuture<Integer> handshake() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return channel.handshake(true, false);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread.ofPlatform()::start);
    }

    private static boolean hasUnread(SocketChannel socket) {
        try {
            return socket.socket().getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer hello() throws IOException {
        SSLEngine engine = Certificates.trusting().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return hello.flip();
    }
}
