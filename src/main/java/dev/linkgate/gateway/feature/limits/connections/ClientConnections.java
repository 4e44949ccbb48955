package dev.linkgate.gateway.feature.limits.connections;

import dev.linkgate.gateway.core.platform.request.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Limits the connections of one port: in total and per address. When the limit is reached, a new connection replaces
 * those that wait for their client, for its next request, for the rest of a body, or for it to read: those for which
 * nothing has moved for longest. First come unauthenticated ones that have been silent for a second, otherwise those of
 * the caller with the most connections. So clients that do nothing cannot keep others out, nor one caller's connections
 * another caller's. A connection whose request has arrived or is being worked for is never closed. If all are such, the
 * new one is refused, unless its address has few: then up to a quarter more are open for a while. A known caller that
 * has three quarters of all connections {@linkplain #mayKeep keeps} none after its next answer. An address whose callers
 * connect again and again, and are refused, {@linkplain ArrivalPace waits}.
 *
 * <p>It also closes a connection whose TLS handshake or request header takes too long, even if its bytes come steadily.
 */
public final class ClientConnections {

    private static final String UNKNOWN = "";

    /** A connection that was silent for less may be about to send its request. */
    private static final Duration SILENT = Duration.ofSeconds(1);

    /** The part of all connections, as its denominator, that is closed at once at most. */
    private static final int CLOSED_AT_ONCE = 64;

    private final int max;
    private final int maxOfAddress;
    private final Predicate<String> exempt;
    private final Duration headerTimeout;
    private final ArrivalPace pace;

    /** The last known caller of each connection, by its id. */
    private final Map<String, String> callers = new ConcurrentHashMap<>();

    /**
     * How many more connections each address may open before its connections must be counted again, which takes a look
     * at all. They may be fewer by then, but not more.
     */
    private final Map<String, Integer> room = new ConcurrentHashMap<>();

    /** Since when the handshakes under way wait for their clients, by connection. Only {@link #closeOverdue} uses it. */
    private final Map<String, Long> handshakes = new HashMap<>();

    /** The connections that were ended, and whose threads have not noticed it yet. Only {@link #admit} uses it. */
    private final Set<SocketWrapperBase<?>> ended = new HashSet<>();

    private volatile Supplier<Collection<? extends SocketWrapperBase<?>>> open = List::of;

    /** The connections that were open a moment ago, by their id. */
    private volatile Map<String, SocketWrapperBase<?>> seen = Map.of();

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
        this.pace = new ArrivalPace(max);
    }

    void watch(Supplier<Collection<? extends SocketWrapperBase<?>>> connections) {
        open = connections;
    }

    /**
     * Notes the known caller of a request.
     *
     * @return must be run if the request is served
     */
    public Runnable known(HttpServletRequest request, Actor actor) {
        String caller = nameOf(actor);
        if (callers.put(request.getServletConnection().getConnectionId(), caller) != null) {
            return () -> {};
        }
        String address = request.getRemoteAddr();
        pace.known(address);
        return () -> pace.served(address);
    }

    /**
     * Whether a connection of the caller may stay open after its answer. One that is always worked for, because its
     * client sends its next requests before it reads, cannot be closed for another caller's.
     */
    public boolean mayKeep(Actor actor) {
        int share = max / 4 * 3;
        return callers.size() <= share || Collections.frequency(callers.values(), nameOf(actor)) <= share;
    }

    private static String nameOf(Actor actor) {
        return actor.team() == null ? actor.kind().word() : actor.team();
    }

    /**
     * Tells whether a request's client has closed the connection. It must be called by the thread that works for the
     * request, and not while that thread reads the body.
     */
    public BooleanSupplier hungUp(HttpServletRequest request) {
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
        SocketWrapperBase<?> found = seen.get(id);
        if (found != null) {
            return found;
        }
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

    /** Whether a new connection must wait for its turn. */
    boolean holds(String address, SocketChannel connection) {
        return !exempt.test(address) && pace.holds(address, connection);
    }

    /** The connections that have waited, and are served now. */
    List<SocketChannel> nextTurns() {
        return pace.next();
    }

    /** The time until the next turns. */
    Duration pauseOfTurns() {
        return pace.pause();
    }

    /** The connections that wait when the server stops. */
    List<SocketChannel> endTurns() {
        return pace.end();
    }

    /**
     * Admits a new connection.
     *
     * @return false if it must be closed at once
     */
    synchronized boolean admit(String address, int count) {
        ended.removeIf(SocketWrapperBase::isClosed);
        if (count >= maxOfAddress && !exempt.test(address) && !hasRoom(address)) {
            return false;
        }
        int living = count - ended.size();
        return !isBehind(address, count)
                && (living < max || closeQuietest(null) > 0 || (living < max + max / 4 && hasFew(address)));
    }

    /** On a busy machine, those that are ended have their memory for a while. Who has few is refused last. */
    private boolean isBehind(String address, int count) {
        return count >= max + max / 2 || (count >= max + max / 4 && !hasFew(address));
    }

    private boolean hasFew(String address) {
        return countOf(address) < max / 8;
    }

    private boolean hasRoom(String address) {
        int left = room.getOrDefault(address, 0);
        if (left == 0) {
            int count = countOf(address);
            left = count < maxOfAddress ? maxOfAddress - count : closeQuietest(address);
        }
        if (left > 0) {
            room.put(address, left - 1);
        }
        return left > 0;
    }

    private int countOf(String address) {
        int count = 0;
        for (SocketWrapperBase<?> connection : open.get()) {
            if (address.equals(connection.getRemoteAddr()) && !ended.contains(connection)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Closes the quietest connections, some at once, because finding them takes a look at all.
     *
     * @param address whose connections are considered; absent for all
     * @return how many were closed
     */
    private int closeQuietest(@Nullable String address) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, List<SocketWrapperBase<?>>> idle = new HashMap<>();
        for (SocketWrapperBase<?> connection : open.get()) {
            if (ended.contains(connection) || (address != null && !address.equals(connection.getRemoteAddr()))) {
                continue;
            }
            String caller = callers.getOrDefault(idOf(connection), UNKNOWN);
            counts.merge(caller, 1, Integer::sum);
            if (!connection.getLock().isLocked() || isWaitingForClient(connection)) {
                idle.computeIfAbsent(caller, first -> new ArrayList<>()).add(connection);
            }
        }
        return (int) candidates(idle, counts).stream()
                .map(Quiet::new)
                .sorted(Comparator.comparingLong(Quiet::lastMoved))
                .filter(quiet -> closeIfWaiting(quiet.connection()))
                .limit(Math.max(1, max / CLOSED_AT_ONCE))
                .count();
    }

    /**
     * A connection that may be closed.
     *
     * @param lastMoved as it was when all of them were found: it changes with each byte, and what changes cannot be
     *     sorted by
     */
    private record Quiet(SocketWrapperBase<?> connection, long lastMoved) {

        Quiet(SocketWrapperBase<?> connection) {
            this(connection, lastMovedOf(connection));
        }
    }

    /**
     * The silent connections of unknown callers. If there are none, the idle ones of the caller with the most
     * connections; all unknown ones are one caller. If that caller uses all of its own, those of unknown callers, but
     * never those of another known one.
     */
    private static List<SocketWrapperBase<?>> candidates(
            Map<String, List<SocketWrapperBase<?>>> idle, Map<String, Integer> counts) {
        long before = System.currentTimeMillis() - SILENT.toMillis();
        List<SocketWrapperBase<?>> silent = idle.getOrDefault(UNKNOWN, List.of()).stream()
                .filter(connection -> lastMovedOf(connection) < before)
                .toList();
        if (!silent.isEmpty()) {
            return silent;
        }
        String most = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(UNKNOWN);
        return idle.getOrDefault(most, idle.getOrDefault(UNKNOWN, List.of()));
    }

    /**
     * Whether bytes have arrived that nobody has read yet: on a busy machine, a request may wait for that for seconds.
     */
    private static boolean hasUnread(SocketWrapperBase<?> connection) {
        try {
            return connection.getSocket() instanceof NioChannel channel
                    && channel.getIOChannel() != null // as it is once Tomcat has closed it
                    && channel.getIOChannel().socket().getInputStream().available() > 0;
        } catch (IOException e) {
            return false; // already closed by its client
        }
    }

    /** Bytes that have arrived do not count while the connection waits for its client to read. */
    private boolean closeIfWaiting(SocketWrapperBase<?> connection) {
        return has(SelectionKey.OP_WRITE, connection)
                ? closeIfIdle(connection) || endWait(connection)
                : !hasUnread(connection)
                        && (closeIfIdle(connection) || (isWaitingForClient(connection) && endWait(connection)));
    }

    /**
     * The thread that works for the connection has its lock, and waits: in vain from now on, for it finds the
     * connection ended, and closes it. A client whose body is cut off gets an answer.
     */
    private boolean endWait(SocketWrapperBase<?> connection) {
        try {
            if (!(connection.getSocket() instanceof NioChannel channel) || channel.getIOChannel() == null) {
                return false;
            }
            SocketChannel socket = channel.getIOChannel();
            if (has(SelectionKey.OP_WRITE, connection)) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0); // the kernel forgets what it has not sent
                socket.shutdownOutput();
            }
            socket.shutdownInput();
            ended.add(connection);
            return true;
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /** Whether nothing is done for a connection until its client sends or reads; its thread may have its lock. */
    private static boolean isWaitingForClient(SocketWrapperBase<?> connection) {
        return has(SelectionKey.OP_READ, connection) || has(SelectionKey.OP_WRITE, connection);
    }

    private static boolean has(int operation, SocketWrapperBase<?> connection) {
        return (((NioSocketWrapper) connection).interestOps() & operation) != 0;
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
        Map<String, SocketWrapperBase<?>> byId = new HashMap<>();
        Set<String> shakingHands = new HashSet<>();
        for (SocketWrapperBase<?> connection : open.get()) {
            String id = idOf(connection);
            byId.put(id, connection);
            if (isInHandshake(connection)) {
                shakingHands.add(id);
                if (connection.getLock().isLocked()) {
                    handshakes.remove(id); // it waits for its turn, not for its client
                } else if (isOver(handshakes.computeIfAbsent(id, first -> System.nanoTime()))) {
                    closeIfIdle(connection);
                }
            } else if (connection.getCurrentProcessor() instanceof AbstractProcessor processor
                    && isOverdue(processor)) {
                // Between its header's first byte and its last, an idle connection keeps its processor.
                closeIfIdle(connection);
            }
        }
        seen = byId;
        room.clear();
        callers.keySet().retainAll(byId.keySet());
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
    private static long lastMovedOf(SocketWrapperBase<?> connection) {
        NioSocketWrapper socket = (NioSocketWrapper) connection;
        return Math.max(socket.getLastRead(), socket.getLastWrite());
    }

    private static String idOf(SocketWrapperBase<?> connection) {
        return connection.getServletConnection("http/1.1", "").getConnectionId();
    }
}
