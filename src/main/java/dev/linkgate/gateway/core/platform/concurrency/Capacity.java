package dev.linkgate.gateway.core.platform.concurrency;

import org.jspecify.annotations.Nullable;

/**
 * The number of connections that this replica serves at once, and their uses. By measurement, a connection takes about
 * 45 KB of the heap while its request is read, and about 90 KB while its request waits. So the default is one
 * connection for each {@value #BYTES_A_CONNECTION} bytes of the largest heap, and a quarter of them may wait. An eighth
 * of the heap is for what requests keep: their bodies, what is made of them, and answers that are not sent yet.
 *
 * @param connections the maximum number of client connections at once
 * @param connectionsPerAddress the maximum of one address
 * @param requests the maximum number of requests being worked on at once, including event streams, excluding requests
 *     that only wait
 * @param waits the maximum number of requests at once that wait: with {@code Prefer: wait}, or for their next try
 * @param streams the maximum number of event streams at once
 * @param bytes the maximum that all requests together keep
 */
public record Capacity(int connections, int connectionsPerAddress, int requests, int waits, int streams, long bytes) {

    public static final int MIN_CONNECTIONS = 64;
    private static final int MAX_CONNECTIONS = 8192;
    private static final int BYTES_A_CONNECTION = 192 * 1024;

    /**
     * @param setConnections the maximum that is set, if any
     * @param setPerAddress the same, of one address
     * @param maxHeapBytes as {@link Runtime#maxMemory()}
     */
    public static Capacity of(@Nullable Integer setConnections, @Nullable Integer setPerAddress, long maxHeapBytes) {
        int connections = setConnections != null
                ? setConnections
                : Math.clamp(maxHeapBytes / BYTES_A_CONNECTION, MIN_CONNECTIONS, MAX_CONNECTIONS);
        int perAddress = setPerAddress != null ? setPerAddress : connections / 2;
        // An eighth stays free, for the administrator and the probes.
        int quarter = connections / 4;
        return new Capacity(connections, perAddress, connections / 8 * 5, quarter, quarter, maxHeapBytes / 8);
    }
}
