package dev.linkgate.sandbox;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Reads one resource at a fixed rate, over connections that stay open, whatever the answers take. Each call's time counts
 * from when it was due: one that had to wait for a connection was slow for its caller, too. It prints the line that
 * {@link LoadGenerator} prints.
 *
 * <p>Arguments: {@code <url> <calls a second>}. A bearer token, if one is needed, is in the environment as
 * {@code LOAD_SECRET}; options are the system properties of {@link LoadGenerator} and {@code load.accept}.
 */
public final class PacedLoad {

    private static final double NANOS_PER_SECOND = 1e9;

    private final URI url;
    private final double rate;
    private final int callers;
    private final AtomicLong errors = new AtomicLong();

    private PacedLoad(URI url, double rate, int callers) {
        this.url = url;
        this.rate = rate;
        this.callers = callers;
    }

    public static void main(String[] args) throws Exception {
        int callers = Integer.getInteger("load.callers", 32);
        PacedLoad load = new PacedLoad(URI.create(args[0]), Double.parseDouble(args[1]), callers);
        long before = load.run(Integer.getInteger("load.warm-up-seconds", 2)).length;
        load.errors.set(0);
        int seconds = Integer.getInteger("load.seconds", 5);
        long[] micros = load.run(seconds);
        System.out.println(LoadGenerator.line(micros, load.errors.get(), seconds, before));
    }

    /** What each call that got a 200 took, shortest first. */
    private long[] run(int seconds) throws Exception {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        // Platform threads: how late one wakes up is then a matter of the kernel alone.
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int caller = i;
                results.add(threads.submit(() -> call(caller, start, end)));
            }
            LongStream.Builder all = LongStream.builder();
            for (Future<long[]> result : results) {
                Arrays.stream(result.get()).forEach(all);
            }
            return all.build().sorted().toArray();
        }
    }

    /** Makes every so-manieth call, from this one on. */
    private long[] call(int first, long start, long end) {
        LongStream.Builder micros = LongStream.builder();
        try (OpenConnection connection = new OpenConnection(url)) {
            for (long call = first; ; call += callers) {
                long due = start + (long) (call * NANOS_PER_SECOND / rate);
                if (due >= end) {
                    return micros.build().toArray();
                }
                sleepUntil(due);
                if (succeeds(connection)) {
                    micros.add((System.nanoTime() - due) / 1_000);
                } else {
                    errors.incrementAndGet();
                }
            }
        }
    }

    private static boolean succeeds(OpenConnection connection) {
        try {
            return connection.get() == 200;
        } catch (IOException e) {
            connection.close();
            return false;
        }
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
