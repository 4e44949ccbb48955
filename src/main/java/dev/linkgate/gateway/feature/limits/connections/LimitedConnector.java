package dev.linkgate.gateway.feature.limits.connections;

import dev.linkgate.gateway.core.inbound.kept.UnreadBodyValve;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Applies the limits of connections and bodies to a web server.
 *
 * <p>Only the handler reads the body. Otherwise the first access to a parameter would make Tomcat allocate a form of
 * the declared length and wait for it, for any caller. So parameters come from the query alone, because no request of
 * the gateway is a form. A caller that sends {@code Expect: 100-continue} gets its go-ahead only when the body is read.
 * A slash inside of a path segment stays encoded, because Azure's ids have them.
 */
public final class LimitedConnector implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

    private final ClientConnections connections;
    private volatile @Nullable LimitedHttp11Protocol running;

    public LimitedConnector(ClientConnections connections) {
        this.connections = connections;
    }

    @Override
    public void customize(TomcatWebServerFactory factory) {
        factory.setProtocol(LimitedHttp11Protocol.class.getName());
        factory.addProtocolHandlerCustomizers((LimitedHttp11Protocol protocol) -> {
            protocol.limitedBy(connections);
            running = protocol;
        });
        factory.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setParseBodyMethods("");
            connector.setProperty("continueResponseTiming", "onRead");
        });
        factory.addEngineValves(new UnreadBodyValve());
    }

    /** From now on the server closes each connection after its next answer. */
    public void endConnectionsAfterAnswers() {
        LimitedHttp11Protocol protocol = running;
        if (protocol != null) {
            protocol.setMaxKeepAliveRequests(1);
        }
    }

    /** Closes the port. Open connections are served as before. */
    public void stopAccepting() throws IOException {
        LimitedHttp11Protocol protocol = running;
        if (protocol != null) {
            protocol.stopAccepting();
        }
    }

    /**
     * Tomcat's HTTP/1.1 connector with {@link ClientConnections}, and with small buffers, because a request that waits
     * keeps its buffers. Tomcat creates it by class name; {@link #limitedBy} must be called before it starts.
     *
     * <p>Processors of requests are kept to be used again, without a limit ({@code server.tomcat.processor-cache}), and
     * dropped after some seconds without use.
     */
    public static final class LimitedHttp11Protocol extends Http11NioProtocol {

        private static final Duration SWEEP = Duration.ofSeconds(1);
        private static final Duration DROP_PROCESSORS = Duration.ofSeconds(10);

        /** Bytes, for each connection. A read takes at most so much at once. */
        private static final int READ_BUFFER = 2048;
        /** Bytes, and as many characters, for each request. A longer answer is sent in chunks. */
        private static final int ANSWER_BUFFER = 2048;
        /**
         * Bytes that the kernel keeps for each connection whose client does not read. It would take 4 MB by itself,
         * which count to the container's memory.
         */
        private static final int SEND_BUFFER = 64 * 1024;

        /** Of TLS 1.2, with forward secrecy and authenticated encryption (RFC 9325, section 4.2); TLS 1.3 has no others. */
        private static final String CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20";

        private final Endpoint endpoint;
        private final List<ScheduledFuture<?>> tasks = new ArrayList<>();

        public LimitedHttp11Protocol() {
            this(new Endpoint());
        }

        private LimitedHttp11Protocol(Endpoint endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
            endpoint.limitBuffers(READ_BUFFER, SEND_BUFFER);
        }

        void limitedBy(ClientConnections limits) {
            endpoint.limits = limits;
            limits.watch(endpoint::open);
            // Tomcat's own limit stops accepting connections from all clients, so it must never be reached.
            setMaxConnections(-1);
        }

        /** For each certificate, at the start and when its files have changed; unless the operator has chosen ciphers. */
        @Override
        public void addSslHostConfig(SSLHostConfig host, boolean replace) {
            if (host.getCiphers().equals(SSLHostConfig.DEFAULT_TLS_CIPHERS_12)) {
                host.setCiphers(CIPHERS);
            }
            super.addSslHostConfig(host, replace);
        }

        @Override
        public int getDesiredBufferSize() {
            return ANSWER_BUFFER;
        }

        @Override
        public void start() throws Exception {
            super.start();
            ClientConnections limits = endpoint.limits;
            if (limits != null) {
                repeat(limits::closeOverdue, SWEEP);
                endpoint.serveNext();
            }
            repeat(getHandler()::recycle, DROP_PROCESSORS);
        }

        private void repeat(Runnable task, Duration pause) {
            tasks.add(getUtilityExecutor()
                    .scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public void stop() throws Exception {
            tasks.forEach(task -> task.cancel(false));
            tasks.clear();
            endpoint.closeWaiting();
            super.stop();
        }

        /**
         * Closes the port. Unlike {@link #pause}, it refuses no request of a connection that was accepted before:
         * Tomcat would answer such a request with 503.
         */
        void stopAccepting() throws IOException {
            endpoint.stopAccepting();
        }

        private static final class Endpoint extends NioEndpoint {

            private static final long PAUSE_MILLIS = 10;

            private @Nullable ClientConnections limits;
            private final FairTurns handshakes = HandshakeChannel.turns();
            private volatile boolean accepting = true;

            void stopAccepting() throws IOException {
                accepting = false;
                doCloseServerSocket();
            }

            /** After the port was closed on purpose, the accepting thread waits for the end of the server. */
            @Override
            protected SocketChannel serverSocketAccept() throws Exception {
                try {
                    return super.serverSocketAccept();
                } catch (ClosedChannelException e) {
                    if (accepting) {
                        throw e;
                    }
                    while (!isPaused()) {
                        Thread.sleep(PAUSE_MILLIS);
                    }
                    return SocketChannel.open(); // a paused server closes what it has accepted
                }
            }

            void limitBuffers(int read, int send) {
                socketProperties.setAppReadBufSize(read);
                socketProperties.setTxBufSize(send);
            }

            Collection<? extends SocketWrapperBase<?>> open() {
                return connections.values();
            }

            @Override
            protected boolean setSocketOptions(SocketChannel socket) {
                return (limits != null && limits.holds(HandshakeChannel.addressOf(socket), socket)) || serve(socket);
            }

            /** Tomcat itself closes only connections that it has begun to serve. */
            private boolean serve(SocketChannel socket) {
                if (limits != null && !limits.admit(HandshakeChannel.addressOf(socket), connections.size())) {
                    destroySocket(socket);
                    return false;
                }
                return super.setSocketOptions(socket);
            }

            @Override
            protected NioChannel createChannel(SocketBufferHandler buffers) {
                return isSSLEnabled() ? new HandshakeChannel(buffers, this, handshakes) : super.createChannel(buffers);
            }

            /** Again and again, until the server stops. */
            void serveNext() {
                if (limits != null && isRunning()) {
                    limits.nextTurns().forEach(this::serve);
                    long pause = limits.pauseOfTurns().toMillis();
                    ScheduledFuture<?> unused =
                            getUtilityExecutor().schedule(this::serveNext, pause, TimeUnit.MILLISECONDS);
                }
            }

            void closeWaiting() {
                if (limits != null) {
                    limits.endTurns().forEach(this::destroySocket);
                }
            }
        }
    }
}
