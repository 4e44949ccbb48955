package dev.linkgate.sandbox.log;

import dev.linkgate.protocol.Inbound;
import dev.linkgate.sandbox.authentication.AuthDecision;
import dev.linkgate.sandbox.authentication.ChallengeReason;
import dev.linkgate.sandbox.http.Received;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts and remembers the requests and writes of the simulated Atlas. */
public final class SimulatedRequestLog {

    private final LongAdder requests = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final Map<ChallengeReason, LongAdder> challenges = new EnumMap<>(ChallengeReason.class);
    private final RingBuffer<SeenRequest> seen;
    private final RingBuffer<AppliedWrite> applied;
    private final InstantSource clock;

    /** @param capacity the number of requests, and of writes, that are remembered */
    public SimulatedRequestLog(int capacity, InstantSource clock) {
        this.clock = clock;
        seen = new RingBuffer<>(capacity);
        applied = new RingBuffer<>(capacity);
        for (ChallengeReason reason : ChallengeReason.values()) {
            challenges.put(reason, new LongAdder());
        }
    }

    public void sees(String method, String uri, HttpHeaders headers, AuthDecision decision) {
        requests.increment();
        ChallengeReason reason = decision instanceof AuthDecision.Challenged challenged ? challenged.reason() : null;
        if (reason != null) {
            adder(reason).increment();
        }
        if (seen.isOff()) {
            return;
        }
        String count = nonceCount(decision);
        boolean authorized = decision instanceof AuthDecision.Granted;
        seen.add(new SeenRequest(
                requests.sum(), method, uri, scheme(headers), count, authorized, reason, copy(headers)));
    }

    /** @param endpoint the id of the endpoint that the write was about, empty if it was not about an endpoint */
    public synchronized void applied(Received received, String endpoint) {
        writes.increment();
        if (!applied.isOff()) {
            Inbound request = received.request();
            applied.add(new AppliedWrite(
                    writes.sum(),
                    clock.instant(),
                    request.method(),
                    request.uri(),
                    endpoint,
                    received.traceparent(),
                    request.contentType(),
                    request.body()));
        }
    }

    public long requests() {
        return requests.sum();
    }

    public long writes() {
        return writes.sum();
    }

    public long challenges(ChallengeReason reason) {
        return adder(reason).sum();
    }

    /** The number of repeated nonce counts: zero if the client is correct. */
    public long repeatedCounts() {
        return challenges(ChallengeReason.REPEATED_COUNT);
    }

    /** The last requests, oldest first. */
    public List<SeenRequest> seen() {
        return seen.entries();
    }

    /** The last writes that were carried out, oldest first. */
    public List<AppliedWrite> applied() {
        return applied.entries();
    }

    /** Empties {@link #seen()} and {@link #applied()}; the counters are kept. */
    public void forget() {
        seen.clear();
        applied.clear();
    }

    private LongAdder adder(ChallengeReason reason) {
        LongAdder adder = challenges.get(reason);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + reason);
        }
        return adder;
    }

    private static @Nullable String nonceCount(AuthDecision decision) {
        return switch (decision) {
            case AuthDecision.Granted granted -> granted.nonceCount();
            case AuthDecision.Challenged challenged -> challenged.nonceCount();
            case AuthDecision.Unasked unasked -> null;
        };
    }

    private static @Nullable String scheme(HttpHeaders headers) {
        String authorization = headers.get("Authorization");
        return authorization == null ? null : authorization.split(" ", 2)[0];
    }

    private static Map<String, List<String>> copy(HttpHeaders headers) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> header : headers) {
            if (!header.getKey().equalsIgnoreCase("Authorization")) {
                copy.computeIfAbsent(header.getKey(), name -> new ArrayList<>(1))
                        .add(header.getValue());
            }
        }
        return Collections.unmodifiableMap(copy);
    }

    /** The last entries of a growing list. */
    static final class RingBuffer<T> {

        private final int capacity;
        private final Deque<T> entries = new ArrayDeque<>();

        /** @param capacity the number of entries kept; zero keeps none */
        RingBuffer(int capacity) {
            this.capacity = capacity;
        }

        boolean isOff() {
            return capacity == 0;
        }

        synchronized void add(T entry) {
            if (entries.size() == capacity) {
                entries.poll();
            }
            if (capacity > 0) {
                entries.add(entry);
            }
        }

        synchronized List<T> entries() {
            return List.copyOf(entries);
        }

        synchronized void clear() {
            entries.clear();
        }
    }
}
