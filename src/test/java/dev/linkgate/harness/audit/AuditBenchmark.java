package dev.linkgate.harness.audit;

import dev.linkgate.gateway.LinkgateApplication;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures a gateway with everything that it runs beside the audit: how many records a second become durable, and how
 * long a write waits for its two records at a steady rate, before there are many for the tree. Not a test: figures
 * belong to a machine. {@code docs/benchmarks/audit.sh} compares two jars with it.
 *
 * <p>Prints a line for each load: its name, records a second, and the median and the 99th percentile of the waits, in
 * microseconds.
 */
final class AuditBenchmark {

    /** Writes a second, each with an intent and an outcome. */
    private static final int RATE = 500;

    /** Atlas's time to answer, between the two records of a write. */
    private static final Duration ANSWER = Duration.ofMillis(20);

    private static final Target ENDPOINT = Target.endpoint(
            new ProjectId("5c3a1f1f1f1f1f1f1f1f1f1f"),
            new LinkId("5df264b8f10fab7d2cad2f0d"),
            "vpce-0b9c5701325cb15dd");

    private AuditBenchmark() {}

    /** @param args the seconds of each load, then settings of the gateway, as {@code --linkgate.data-dir=…} */
    public static void main(String[] args) throws Exception {
        Duration each = Duration.ofSeconds(Long.parseLong(args[0]));
        try (ConfigurableApplicationContext gateway =
                SpringApplication.run(LinkgateApplication.class, Arrays.copyOfRange(args, 1, args.length))) {
            AuditTrail trail = gateway.getBean(AuditTrail.class);
            steady(trail, each);
            print("writes-at-" + RATE, steady(trail, each), 2, each);
            closed(trail, 64, each);
            for (int callers : new int[] {1, 16, 64, 256, 1_024}) {
                print("callers-" + callers, closed(trail, callers, each), 1, each);
            }
        }
        System.exit(0);
    }

    private static void print(String load, long[] waits, int records, Duration each) {
        System.out.printf(
                "figures,%s,%d,%d,%d%n",
                load,
                (long) waits.length * records / each.toSeconds(),
                waits[waits.length / 2],
                waits[waits.length - 1 - waits.length / 100]);
    }

    /** Callers that each begin the next read when the last one is on record. */
    private static long[] closed(AuditTrail trail, int callers, Duration duration)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return sorted(IntStream.range(0, callers)
                    .mapToObj(caller -> threads.submit(() -> reads(trail, end)))
                    .toList());
        }
    }

    private static long[] reads(AuditTrail trail, long end) {
        LongStream.Builder waits = LongStream.builder();
        for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
            trail.read(context(), Action.ENDPOINT_GET, ENDPOINT, () -> "read");
            waits.add((System.nanoTime() - start) / 1_000);
        }
        return waits.build().toArray();
    }

    /** Writes that begin at a fixed rate, however long those before them take. */
    private static long[] steady(AuditTrail trail, Duration duration) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long pause = Duration.ofSeconds(1).toNanos() / RATE;
        List<Future<long[]>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i < duration.toNanos() / pause; i++) {
                for (long left = start + i * pause - System.nanoTime();
                        left > 0;
                        left = start + i * pause - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                writes.add(threads.submit(() -> new long[] {write(trail)}));
            }
            return sorted(writes);
        }
    }

    /** The wait for both records, without that for Atlas. */
    private static long write(AuditTrail trail) {
        RequestContext context = context();
        long begun = System.nanoTime();
        Intent intent = trail.begin(context, Action.ENDPOINT_ADD, ENDPOINT);
        long wait = System.nanoTime() - begun;
        LockSupport.parkNanos(ANSWER.toNanos());
        long answered = System.nanoTime();
        trail.end(context, intent, Outcome.succeeded(201));
        return (wait + System.nanoTime() - answered) / 1_000;
    }

    private static RequestContext context() {
        RequestContext context =
                new RequestContext("4bf92f3577b34da6a3ce929d0e0e4736", "192.0.2.7", null, receipt -> {});
        context.identified(Actor.team("payments", "k1"));
        context.allowed(Right.PERMANENT);
        return context;
    }

    private static long[] sorted(List<Future<long[]>> results) throws InterruptedException, ExecutionException {
        List<long[]> waits = new ArrayList<>();
        for (Future<long[]> result : results) {
            waits.add(result.get());
        }
        return waits.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }
}
