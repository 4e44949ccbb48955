package dev.linkgate.admission;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1 connector with {@link ClientConnections}. Tomcat creates it by class name; {@link #limitedBy} must
 * be called before it starts.
 */
public final class LimitedHttp11Protocol extends Http11NioProtocol {

    private static final long SWEEP_SECONDS = 1;

    private final Endpoint endpoint;
    private @Nullable ScheduledFuture<?> sweep;

    public LimitedHttp11Protocol() {
        this(new Endpoint());
    }

    private LimitedHttp11Protocol(Endpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    void limitedBy(ClientConnections limits) {
        endpoint.limits = limits;
        limits.watch(endpoint::open);
        // Tomcat's own limit stops accepting connections from all clients, so it must never be reached.
        setMaxConnections(-1);
    }

    @Override
    public void start() throws Exception {
        super.start();
        ClientConnections limits = endpoint.limits;
        if (limits != null) {
            sweep = getUtilityExecutor()
                    .scheduleWithFixedDelay(limits::closeOverdue, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void stop() throws Exception {
        if (sweep != null) {
            sweep.cancel(false);
        }
        super.stop();
    }

    private static final class Endpoint extends NioEndpoint {

        private @Nullable ClientConnections limits;

        Collection<? extends SocketWrapperBase<?>> open() {
            return connections.values();
        }

        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            return (limits == null || limits.admit(addressOf(socket), connections.size()))
                    && super.setSocketOptions(socket);
        }

        private static String addressOf(SocketChannel socket) {
            try {
                return socket.getRemoteAddress() instanceof InetSocketAddress address
                        ? address.getAddress().getHostAddress()
                        : "";
            } catch (IOException e) {
                return ""; // already closed by its client
            }
        }
    }
}
