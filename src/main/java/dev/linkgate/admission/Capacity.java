package dev.linkgate.admission;

/**
 * How many connections this replica serves at once, and what they may be used for. Measured, a connection takes up to
 * 60 KB of the heap while its request is read, and about 115 KB while its request waits; so the default is one for each
 * {@value #BYTES_A_CONNECTION} bytes of the largest heap, and half of them may wait.
 *
 * @param connections of clients at once
 * @param connectionsPerAddress of one address among them
 * @param requests that are worked on at once, event streams included, those that only wait not included
 * @param waits requests with {@code Prefer: wait} at once
 * @param streams event streams at once
 * @param claims requests with an idempotency key at once
 */
public record Capacity(int connections, int connectionsPerAddress, int requests, int waits, int streams, int claims) {

    static final int MIN_CONNECTIONS = 64;
    private static final int MAX_CONNECTIONS = 8192;
    private static final int BYTES_A_CONNECTION = 192 * 1024;

    /** @param maxHeapBytes as {@link Runtime#maxMemory()} */
    static Capacity of(LimitSettings settings, long maxHeapBytes) {
        int connections = settings.connections() != null
                ? settings.connections()
                : Math.clamp(maxHeapBytes / BYTES_A_CONNECTION, MIN_CONNECTIONS, MAX_CONNECTIONS);
        int ofAddress = settings.connectionsPerAddress() != null ? settings.connectionsPerAddress() : connections / 2;
        // An eighth stays free, for the administrator and the probes.
        int quarter = connections / 4;
        return new Capacity(connections, ofAddress, connections / 8 * 5, quarter, quarter, quarter);
    }
}
