package dev.linkgate.gateway.feature.limits.connections;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Slows down an address whose known callers connect again as soon as they are refused: each refusal costs a check of the
 * credential, an answer, and most often a record, 1 to 2 ms of a processor in all. An address may have some such
 * connections at once, and some more each second; further ones wait for their turn. A connection whose first request
 * was served does not count.
 */
final class ArrivalPace {

    /** More than the callers of one host that connect at once, as after a restart of the gateway. */
    private static final int AT_ONCE = 128;

    /** New connections of one address, which are 50 a second. */
    private static final int PER_TICK = 5;

    /** While an address has used some of its room. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** While no address has used any of its room, so that an idle server is rarely woken. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final int maxWaiting;

    /** The addresses that have used some of their room. */
    private final Map<String, Arrivals> addresses = new HashMap<>();

    private static final class Arrivals {
        private final Deque<SocketChannel> waiting = new ArrayDeque<>();
        private int room = AT_ONCE;
    }

    /** @param maxWaiting connections of one address */
    ArrivalPace(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** Notes that a new connection is one of a known caller. */
    synchronized void known(String address) {
        Arrivals arrivals = addresses.computeIfAbsent(address, first -> new Arrivals());
        arrivals.room = Math.max(0, arrivals.room - 1);
    }

    /** Notes that the first request of such a connection was served. */
    synchronized void served(String address) {
        Arrivals arrivals = addresses.get(address);
        if (arrivals != null) {
            arrivals.room = Math.min(AT_ONCE, arrivals.room + 1);
        }
    }

    /**
     * Whether a new connection must wait for its turn; then it is kept. If too many wait, none must: a client that shares
     * the address with a flood is slow then, but not refused.
     */
    synchronized boolean holds(String address, SocketChannel connection) {
        Arrivals arrivals = addresses.get(address);
        return arrivals != null
                && arrivals.room == 0
                && arrivals.waiting.size() < maxWaiting
                && arrivals.waiting.add(connection);
    }

    /**
     * The connections that have waited and whose turn it is: the newest and the oldest in turns. So a client that came
     * after a flood has its turn at once, and one that came with it has its own at last.
     */
    synchronized List<SocketChannel> next() {
        List<SocketChannel> next = new ArrayList<>();
        for (Arrivals arrivals : addresses.values()) {
            arrivals.room = Math.min(AT_ONCE, arrivals.room + PER_TICK);
            for (int i = 0; i < PER_TICK && !arrivals.waiting.isEmpty(); i++) {
                next.add(i % 2 == 0 ? arrivals.waiting.removeLast() : arrivals.waiting.removeFirst());
            }
        }
        addresses.values().removeIf(arrivals -> arrivals.room == AT_ONCE && arrivals.waiting.isEmpty());
        return next;
    }

    /** The time until {@link #next} must be called again. */
    synchronized Duration pause() {
        return addresses.isEmpty() ? IDLE : TICK;
    }

    /** The connections that still wait when the server stops. */
    synchronized List<SocketChannel> end() {
        List<SocketChannel> waiting = addresses.values().stream()
                .flatMap(arrivals -> arrivals.waiting.stream())
                .toList();
        addresses.clear();
        return waiting;
    }
}
