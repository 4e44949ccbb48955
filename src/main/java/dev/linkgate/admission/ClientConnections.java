package dev.linkgate.admission;

import dev.linkgate.kernel.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections of one port: in total and per address. When the limit is reached, a new connection replaces
 * the idle one that has been silent for longest: first an unauthenticated one, otherwise one between two requests, of the
 * caller who has most. So idle connections cannot keep others out. A connection whose request is being answered is never closed; if all are,
 * the new one is refused.
 *
 * <p>It also closes a connection whose request header takes too long, even if its bytes come steadily.
 */
public final class ClientConnections {

    private final int max;
    private final int maxOfAddress;
    private final Predicate<String> exempt;
    private final Duration headerTimeout;

    /** The caller whose request each connection carried last, by its id. */
    private final Map<String, Actor> known = new ConcurrentHashMap<>();

    private volatile Supplier<Collection<? extends SocketWrapperBase<?>>> open = List::of;

    /**
     * @param maxOfAddress the maximum number of connections of one address
     * @param exempt addresses without a limit, because many clients share them
     * @param headerTimeout from the first byte of a request's header to its last
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

    /** Notes whose request a connection carries. */
    void known(HttpServletRequest request, Actor caller) {
        known.put(request.getServletConnection().getConnectionId(), owner(caller));
    }

    /** Whoever shares what a team may hold. */
    private static Actor owner(Actor caller) {
        return caller.team() == null ? caller : Actor.team(caller.team(), "");
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
        List<Candidate> idle = new ArrayList<>();
        Map<Actor, Integer> held = new HashMap<>();
        for (SocketWrapperBase<?> connection : open.get()) {
            if (address != null && !address.equals(connection.getRemoteAddr())) {
                continue;
            }
            Actor owner = known.getOrDefault(idOf(connection), Actor.ANONYMOUS);
            held.merge(owner, 1, Integer::sum);
            if (!connection.getLock().isLocked()) {
                idle.add(new Candidate(connection, owner, lastReadOf(connection)));
            }
        }
        return idle.stream()
                .min(Comparator.comparing(
                                (Candidate candidate) -> !candidate.owner().equals(Actor.ANONYMOUS))
                        .thenComparingInt(candidate -> -held.getOrDefault(candidate.owner(), 0))
                        .thenComparingLong(Candidate::lastRead))
                .filter(quietest -> closeIfIdle(quietest.connection()))
                .isPresent();
    }

    /** A connection that could be closed. Its time is read once, because it may change meanwhile. */
    private record Candidate(SocketWrapperBase<?> connection, Actor owner, long lastRead) {}

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
        for (SocketWrapperBase<?> connection : open.get()) {
            ids.add(idOf(connection));
            // Between its header's first byte and its last, an idle connection keeps its processor.
            if (connection.getCurrentProcessor() instanceof AbstractProcessor processor && isOverdue(processor)) {
                closeIfIdle(connection);
            }
        }
        known.keySet().retainAll(ids);
    }

    private boolean isOverdue(AbstractProcessor processor) {
        long started = processor.getRequest().getStartTimeNanos();
        return started != -1 && System.nanoTime() - started > headerTimeout.toNanos();
    }

    /** Milliseconds since 1970; the creation time of a connection that has sent nothing. */
    private static long lastReadOf(SocketWrapperBase<?> connection) {
        return ((NioSocketWrapper) connection).getLastRead();
    }

    private static String idOf(SocketWrapperBase<?> connection) {
        return connection.getServletConnection("http/1.1", "").getConnectionId();
    }
}
