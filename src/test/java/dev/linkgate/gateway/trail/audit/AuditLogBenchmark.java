package dev.linkgate.gateway.trail.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.gateway.platform.replica.Replica;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.gateway.trail.query.ChainVerifier;
import dev.linkgate.gateway.trail.query.TrailScans;
import dev.linkgate.gateway.trail.read.ScanExecutors;
import dev.linkgate.gateway.trail.read.TrailBase;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.gateway.trail.read.Verification;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Measures how many records a second become durable, and how long a caller waits for its own. Not a test: figures
 * belong to a machine.
 */
final class AuditLogBenchmark {

    private static final AuditSettings SETTINGS = AuditFixture.settings(Duration.ofSeconds(5));
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(5);

    private AuditLogBenchmark() {}

    /** @param names of the databases to measure, all if there are none */
    public static void main(String[] names) throws Exception {
        for (TestDatabase database : TestDatabase.values()) {
            if (names.length > 0 && !List.of(names).contains(database.name())) {
                continue;
            }
            HikariConfig config = new HikariConfig();
            config.setDataSource(database.migrated());
            config.setMaximumPoolSize(4);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                UnreliableDataSource counted = new UnreliableDataSource(pool);
                try (AuditLog log = new AuditLog(
                        new ChainWriter(counted, SETTINGS, new Replica(), new WriteNotifications()),
                        SETTINGS,
                        new DiskSpace(null, SETTINGS.minFreeSpace(), path -> 0),
                        new SimpleMeterRegistry())) {
                    run(log, 64, WARM_UP);
                    for (int callers : new int[] {1, 16, 64, 256, 1_024}) {
                        report(database, callers, log, counted);
                    }
                }
                long start = System.nanoTime();
                TrailReader reader = new TrailReader(pool);
                Verification verification;
                try (ScanExecutors threads = new ScanExecutors()) {
                    verification = new ChainVerifier(
                                    reader, new TrailBase(pool), new NoTree(), new TrailScans(reader, threads), threads)
                            .verify(RequestContext.system("benchmark"), 0);
                }
                System.out.printf(
                        "%s: %s, %,d records checked in %,d ms%n",
                        database,
                        verification.valid() ? "valid" : verification.firstBroken(),
                        verification.records(),
                        (System.nanoTime() - start) / 1_000_000);
            }
        }
        System.exit(0);
    }

    private static void report(TestDatabase database, int callers, AuditLog log, UnreliableDataSource counted)
            throws Exception {
        int before = counted.commits.get();
        long[] waits = run(log, callers, MEASURED);
        int commits = counted.commits.get() - before;
        System.out.printf(
                "%-10s %5d callers: %,7d records/s, %,6d commits/s, %5.1f records a commit, wait p50 %,6d p99 %,6d us%n",
                database,
                callers,
                waits.length / MEASURED.toSeconds(),
                commits / MEASURED.toSeconds(),
                (double) waits.length / commits,
                waits[waits.length / 2],
                waits[waits.length - 1 - waits.length / 100]);
    }

    /** The wait of every record in microseconds, shortest first. */
    private static long[] run(AuditLog log, int callers, Duration duration)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> results = IntStream.range(0, callers)
                    .mapToObj(caller -> threads.submit(() -> call(log, end)))
                    .toList();
            List<long[]> waits = new ArrayList<>();
            for (Future<long[]> result : results) {
                waits.add(result.get());
            }
            return waits.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        }
    }

    private static long[] call(AuditLog log, long end) {
        LongStream.Builder waits = LongStream.builder();
        for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
            log.record(new PendingRecord(AuditFixture.entry("4bf92f3577b34da6a3ce929d0e0e4736")));
            waits.add((System.nanoTime() - start) / 1_000);
        }
        return waits.build().toArray();
    }
}
