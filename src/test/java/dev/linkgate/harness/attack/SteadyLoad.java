package dev.linkgate.harness.attack;

import dev.linkgate.harness.attack.LatencyFigures.Call;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Another team at its work, reads and writes at a fixed rate, even with slow answers: three connections that stay open,
 * and one newcomer that connects again for each call.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** The maximum number of tries of a call that may be repeated, because the machine may be busy. */
    private static final int MAX_TRIES = 50;

    /** The longest wait; a call that is due for longer is not sent. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(30);

    private final TestBed bed;
    private final boolean catchesUp;
    private final String token;
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    /** When the next call of each connection is due. */
    private final AtomicLongArray due = new AtomicLongArray(CONNECTIONS);

    private final ExecutorService threads = Executors.newFixedThreadPool(
            CONNECTIONS, Thread.ofPlatform().daemon().factory());
    private volatile boolean running = true;

    /**
     * @param catchesUp whether calls that fell behind are made up for, so that a stall counts for each call that it
     *     held up; else the rate is lower when the machine is busy, and what is retryable is tried again
     */
    SteadyLoad(TestBed bed, boolean catchesUp) {
        this.bed = bed;
        this.catchesUp = catchesUp;
        this.token = bed.workingTeamsKey();
        IntStream.range(0, CONNECTIONS).forEach(number -> threads.execute(() -> work(number)));
    }

    /** The latencies of the calls that were due between two moments by {@link System#nanoTime()}. */
    LatencyFigures between(long from, long to) {
        synchronized (calls) {
            return LatencyFigures.of(calls.stream()
                    .filter(call -> call.due() - from >= 0 && call.due() - to < 0)
                    .toList());
        }
    }

    /** Returns when none is left that was due before that moment. */
    void awaitCallsDueBefore(long moment) {
        while (IntStream.range(0, CONNECTIONS).anyMatch(number -> due.get(number) - moment < 0)) {
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    private void work(int number) {
        boolean newcomer = number == CONNECTIONS - 1;
        long next = System.nanoTime() + INTERVAL.toNanos() * number / CONNECTIONS;
        @Nullable RawConnection connection = null;
        String own = "";
        for (int step = 0; running; step++, next = nextAfter(next)) {
            due.set(number, next);
            LockSupport.parkNanos(next - System.nanoTime());
            own = step % 5 == 2 ? Names.endpoint() : own;
            String failure = "given up";
            if (System.nanoTime() - next < GIVEN_UP.toNanos()) {
                try {
                    connection =
                            connection == null ? new RawConnection(RawConnection.LOOPBACK, bed.port()) : connection;
                    failure = failure(step, own, connection);
                } catch (IOException e) {
                    failure = told(e);
                }
                if (newcomer || !failure.isEmpty() || (connection != null && connection.isEnded())) {
                    close(connection);
                    connection = null;
                }
            }
            calls.add(new Call(next, System.nanoTime() - next, failure));
            own = failure.isEmpty() ? own : "";
        }
        close(connection);
    }

    private long nextAfter(long due) {
        long next = due + INTERVAL.toNanos();
        long now = System.nanoTime();
        return catchesUp || next - now > 0 ? next : now;
    }

    /** One of five steps: reads, an addition, a read, the removal of the added endpoint. */
    private String failure(int step, String own, RawConnection connection) throws IOException {
        String endpoints = TestBed.WORKING.endpoints();
        RawRequest request = RawRequest.get(TestBed.WORKING.endpoint(TestBed.AVAILABLE));
        int wanted = 200;
        if (step % 5 == 1) {
            request = RawRequest.get(endpoints);
        } else if (step % 5 == 2) {
            request = RawRequest.of("POST", endpoints)
                    .with("Idempotency-Key: " + UUID.randomUUID())
                    .json("{\"interfaceEndpointId\":\"" + own + "\"}");
            wanted = 201;
        } else if (step % 5 == 4 && !own.isEmpty()) {
            request = RawRequest.of("DELETE", TestBed.WORKING.endpoint(own));
            wanted = 202;
        }
        RawResponse answer = connection.ask(request.as(token));
        for (int tries = 1; !catchesUp && tries < MAX_TRIES && isRetryable(answer); tries++) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            answer = askAgain(request.as(token), connection);
        }
        return answer.status() == wanted
                ? ""
                : answer.status() + "-" + answer.text("/code").replaceFirst("^$", "none");
    }

    /** The gateway closes the connection after some problems, such as 503. */
    private RawResponse askAgain(RawRequest request, RawConnection connection) throws IOException {
        if (!connection.isEnded()) {
            return connection.ask(request);
        }
        try (RawConnection another = new RawConnection(RawConnection.LOOPBACK, bed.port())) {
            return another.ask(request);
        }
    }

    static boolean isRetryable(RawResponse answer) {
        return answer.status() >= 400 && answer.text("/retryable").equals("true");
    }

    private static String told(IOException e) {
        return switch (e) {
            case SocketTimeoutException late -> "no-answer";
            case ConnectException refused -> "not-connected";
            case EOFException closed -> "closed";
            default -> "reset";
        };
    }

    private static void close(@Nullable RawConnection connection) {
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void close() {
        running = false;
        threads.close();
    }
}
