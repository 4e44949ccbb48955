package dev.linkgate.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Callers that read one resource repeatedly, for a while: of Atlas, as a script with an API key does it (a challenge,
 * then the answer to it, at each call), or of the gateway with a bearer token. It prints one line,
 * {@code calls,errors,calls-per-second,p50-micros,p99-micros,calls-with-warm-up}.
 *
 * <p>Arguments: {@code digest <url> <public key>} with the private key in the environment as {@code LOAD_SECRET}, or
 * {@code bearer <url>} with the token there. Options are system properties: {@code load.callers} (32),
 * {@code load.seconds} (5), {@code load.warm-up-seconds} (2).
 */
public final class LoadGenerator {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** One call. */
    @FunctionalInterface
    private interface Caller {
        /** @return the status of the answer */
        int call() throws IOException, InterruptedException;
    }

    private LoadGenerator() {}

    public static void main(String[] args) throws Exception {
        Caller caller = caller(args, System.getenv().getOrDefault("LOAD_SECRET", ""));
        int callers = Integer.getInteger("load.callers", 32);
        AtomicLong errors = new AtomicLong();
        Duration warmUp = Duration.ofSeconds(Integer.getInteger("load.warm-up-seconds", 2));
        long before = run(caller, callers, warmUp, new AtomicLong()).length;
        Duration measured = Duration.ofSeconds(Integer.getInteger("load.seconds", 5));
        long[] micros = run(caller, callers, measured, errors);
        System.out.println(line(micros, errors.get(), measured.toSeconds(), before));
        System.exit(0);
    }

    /**
     * The line that is printed.
     *
     * @param micros the duration of each call, shortest first
     * @param before the calls of the warm-up
     */
    private static String line(long[] micros, long errors, long seconds, long before) {
        return String.format(
                Locale.ROOT,
                "%d,%d,%.1f,%d,%d,%d",
                micros.length,
                errors,
                (double) micros.length / seconds,
                quantile(micros, 0.5),
                quantile(micros, 0.99),
                before + micros.length);
    }

    private static Caller caller(String[] args, String secret) {
        if (args.length == 3 && args[0].equals("digest")) {
            URI url = URI.create(args[1]);
            AtlasCaller atlas = new AtlasCaller(url.resolve("/"), args[2], secret, AtlasCaller.V2);
            return () -> atlas.get(url.getRawPath()).statusCode();
        }
        if (args.length == 2 && args[0].equals("bearer")) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(args[1]))
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + secret)
                    .build();
            return () ->
                    client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
        throw new IllegalArgumentException("digest <url> <public key>, or bearer <url>");
    }

    /** The duration of each call with a 200, shortest first. */
    private static long[] run(Caller caller, int callers, Duration duration, AtomicLong errors) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                results.add(threads.submit(() -> callUntil(end, caller, errors)));
            }
            List<long[]> micros = new ArrayList<>();
            for (Future<long[]> result : results) {
                micros.add(result.get());
            }
            return micros.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        }
    }

    private static long[] callUntil(long end, Caller caller, AtomicLong errors) throws InterruptedException {
        LongStream.Builder micros = LongStream.builder();
        for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
            if (succeeds(caller)) {
                micros.add((System.nanoTime() - start) / 1_000);
            } else {
                errors.incrementAndGet();
            }
        }
        return micros.build().toArray();
    }

    private static boolean succeeds(Caller caller) throws InterruptedException {
        try {
            return caller.call() == 200;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static long quantile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))];
    }
}
