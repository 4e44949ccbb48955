package dev.linkgate.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.coyote.AbstractProcessor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections of one port: in total and per address. When the limit is reached, a new connection replaces
 * the idle one that has been silent for longest: first an unauthenticated one, otherwise one between two requests. So
 * idle connections cannot keep others out. A connection whose request is being answered is never closed; if all are,
 * the new one is refused.
 *
 * <p>It also closes a connection whose TLS handshake or request header takes too long, even if its bytes come steadily.
 */
public final class ClientConnections {

    private final int max;
    private final int maxOfAddress;
    private final Predicate<String> exempt;
    private final Duration headerTimeout;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** When the handshakes under way were first seen, by connection. Only {@link #closeOverdue} uses it. */
    private final Map<String, Long> handshakes = new HashMap<>();

    private volatile Supplier<Collection<? extends SocketWrapperBase<?>>> open = List::of;

    /**
     * @param maxOfAddress the maximum number of connections of one address
     * @param exempt addresses without a limit, because many clients share them
     * @param headerTimeout from the first byte of a request's header to its last, and for a TLS handshake
     */
    public ClientConnections(int max, int maxOfAddress, Predicate<String> exempt, Duration headerTimeout) {
        this.max = max;
        this.maxOfAddress = maxOfAddress;
        this.exempt = exempt;
        this.headerTimeout = headerTimeout;
    }

    void watch(Supplier<Collection<? extends SocketWrapperBase<?>>> connections) {
        open = connections;
    }

    /** Notes that the caller of a request is known. */
    void known(HttpServletRequest request) {
        known.add(request.getServletConnection().getConnectionId());
    }

    /**
     * Tells whether a request's client has closed the connection. It must be called by the thread that works for the
     * request, and not while that thread reads the body.
     */
    BooleanSupplier hungUp(HttpServletRequest request) {
        String id = request.getServletConnection().getConnectionId();
        return new BooleanSupplier() {
            private @Nullable SocketWrapperBase<?> connection;

            @Override
            public boolean getAsBoolean() {
                if (connection == null) {
                    connection = find(id);
                }
                return connection != null && isClosedByClient(connection);
            }
        };
    }

    private @Nullable SocketWrapperBase<?> find(String id) {
        for (SocketWrapperBase<?> connection : open.get()) {
            if (idOf(connection).equals(id)) {
                return connection;
            }
        }
        return null;
    }

    /** Checks for the end of the stream without waiting. Bytes that have arrived stay in Tomcat's buffer. */
    private static boolean isClosedByClient(SocketWrapperBase<?> connection) {
        try {
            connection.isReadyForRead();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** @return false if a new connection must be closed at once */
    boolean admit(String address, int count) {
        if (count >= maxOfAddress && !exempt.test(address) && countOf(address) >= maxOfAddress) {
            return closeQuietest(address);
        }
        return count < max || closeQuietest(null);
    }

    private int countOf(String address) {
        int count = 0;
        for (SocketWrapperBase<?> connection : open.get()) {
            if (address.equals(connection.getRemoteAddr())) {
                count++;
            }
        }
        return count;
    }

    /** @param address whose connections are considered; absent for all */
    private boolean closeQuietest(@Nullable String address) {
        SocketWrapperBase<?> quietest = null;
        boolean quietestIsKnown = true;
        for (SocketWrapperBase<?> connection : open.get()) {
            if (connection.getLock().isLocked() || (address != null && !address.equals(connection.getRemoteAddr()))) {
                continue;
            }
            boolean isKnown = known.contains(idOf(connection));
            if (quietest == null
                    || (quietestIsKnown && !isKnown)
                    || (quietestIsKnown == isKnown && lastReadOf(connection) < lastReadOf(quietest))) {
                quietest = connection;
                quietestIsKnown = isKnown;
            }
        }
        return quietest != null && closeIfIdle(quietest);
    }

    /** Tomcat holds a connection's lock while it works for its request. */
    private static boolean closeIfIdle(SocketWrapperBase<?> connection) {
        ReentrantLock lock = connection.getLock();
        if (!lock.tryLock()) {
            return false;
        }
        try {
            connection.close();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void closeOverdue() {
        Set<String> ids = new HashSet<>();
        Set<String> shakingHands = new HashSet<>();
        for (SocketWrapperBase<?> connection : open.get()) {
            String id = idOf(connection);
            ids.add(id);
            if (isInHandshake(connection)) {
                shakingHands.add(id);
                if (isOver(handshakes.computeIfAbsent(id, first -> System.nanoTime()))) {
                    closeIfIdle(connection);
                }
            } else if (connection.getCurrentProcessor() instanceof AbstractProcessor processor
                    && isOverdue(processor)) {
                // Between its header's first byte and its last, an idle connection keeps its processor.
                closeIfIdle(connection);
            }
        }
        known.retainAll(ids);
        handshakes.keySet().retainAll(shakingHands);
    }

    /** Tomcat's own timeout begins anew with each byte of a handshake. */
    private static boolean isInHandshake(SocketWrapperBase<?> connection) {
        return connection.getSocket() instanceof NioChannel channel && !channel.isHandshakeComplete();
    }

    private boolean isOverdue(AbstractProcessor processor) {
        long started = processor.getRequest().getStartTimeNanos();
        return started != -1 && isOver(started);
    }

    private boolean isOver(long startedNanos) {
        return System.nanoTime() - startedNanos > headerTimeout.toNanos();
    }

    /** Milliseconds since 1970; the creation time of a connection that has sent nothing. */
    private static long lastReadOf(SocketWrapperBase<?> connection) {
        return ((NioSocketWrapper) connection).getLastRead();
    }

    private static String idOf(SocketWrapperBase<?> connection) {
        return connection.getServletConnection("http/1.1", "").getConnectionId();
    }
}
