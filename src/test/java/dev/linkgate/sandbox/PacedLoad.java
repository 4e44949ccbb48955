package dev.linkgate.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Reads one resource at a fixed rate, over connections that stay open, even with slow answers. Each call's time counts
 * from its due time, because a call that waited for a connection was slow for its caller, too. It prints the line that
 * {@link LoadGenerator} prints.
 *
 * <p>One thread serves all connections: a thread for each would be woken as often as all of the gateway's together, and
 * on the same cores.
 *
 * <p>Arguments: {@code <url> <calls a second>}. A bearer token, if one is needed, is in the environment as
 * {@code LOAD_SECRET}; options are the system properties of {@link LoadGenerator} and {@code load.accept}.
 */
public final class PacedLoad {

    private static final double NANOS_PER_SECOND = 1e9;

    /** How late an answer or a call that is due is noticed at most; each look costs a few microseconds. */
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final URI url;
    private final double rate;
    private final int connections;
    private long errors;

    private PacedLoad(URI url, double rate, int connections) {
        this.url = url;
        this.rate = rate;
        this.connections = connections;
    }

    public static void main(String[] args) throws Exception {
        PacedLoad load =
                new PacedLoad(URI.create(args[0]), Double.parseDouble(args[1]), Integer.getInteger("load.callers", 32));
        long before = load.run(Duration.ofSeconds(Integer.getInteger("load.warm-up-seconds", 2))).length;
        load.errors = 0;
        Duration measured = Duration.ofSeconds(Integer.getInteger("load.seconds", 5));
        long[] micros = load.run(measured);
        System.out.println(LoadGenerator.line(micros, load.errors, measured.toSeconds(), before));
    }

    /** The duration of each call with a 200, shortest first. */
    private long[] run(Duration duration) throws IOException {
        LongStream.Builder micros = LongStream.builder();
        long calls = (long) (duration.toSeconds() * rate);
        try (Selector selector = Selector.open()) {
            Deque<OpenConnection> idle = new ArrayDeque<>();
            for (int i = 0; i < connections; i++) {
                idle.add(new OpenConnection(url, selector));
            }
            long start = System.nanoTime();
            for (long call = 0; call < calls || idle.size() < connections; ) {
                for (; call < calls && !idle.isEmpty() && due(start, call) <= System.nanoTime(); call++) {
                    OpenConnection connection = idle.remove();
                    if (!connection.send(due(start, call))) {
                        note(connection, micros);
                        idle.add(connection);
                    }
                }
                int answers = selector.selectNow(key -> {
                    OpenConnection connection = (OpenConnection) key.attachment();
                    if (connection.receive()) {
                        note(connection, micros);
                        idle.add(connection);
                    }
                });
                if (answers == 0) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                if (System.nanoTime() - due(start, call) > TIMEOUT_NANOS) {
                    throw new IOException("there has been no answer for a long time");
                }
            }
            for (OpenConnection connection : idle) {
                connection.close();
            }
        }
        return micros.build().sorted().toArray();
    }

    private long due(long start, long call) {
        return start + (long) (call * NANOS_PER_SECOND / rate);
    }

    private void note(OpenConnection connection, LongStream.Builder micros) {
        if (connection.status() == 200) {
            micros.add((System.nanoTime() - connection.due()) / 1_000);
        } else {
            errors++;
        }
    }
}
