package dev.linkgate.gateway.trail.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.platform.replica.Replica;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.gateway.trail.checkpoint.TestCheckpoints;
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
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long the check of a long trail with a whole tree takes, and how much longer a record waits for its
 * commit meanwhile. Not a test: figures belong to a machine.
 */
final class VerificationBenchmark {

    private static final AuditSettings SETTINGS = AuditFixture.settings(Duration.ofSeconds(5));
    private static final Duration APART = Duration.ofMillis(2);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private VerificationBenchmark() {}

    /** @param arguments the number of records, and the names of the databases to measure, all if there are none */
    public static void main(String[] arguments) throws Exception {
        for (TestDatabase database : TestDatabase.values()) {
            if (arguments.length == 1 || List.of(arguments).contains(database.name())) {
                measure(database, Long.parseLong(arguments[0]));
            }
        }
        System.exit(0);
    }

    private static void measure(TestDatabase database, long records) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.migrated());
        config.setMaximumPoolSize(5);
        try (HikariDataSource pool = new HikariDataSource(config);
                ScanExecutors threads = new ScanExecutors();
                AuditLog log = new AuditLog(
                        new ChainWriter(pool, SETTINGS, new Replica(), new WriteNotifications()),
                        SETTINGS,
                        new DiskSpace(null, SETTINGS.minFreeSpace(), path -> 0),
                        new SimpleMeterRegistry())) {
            TrailFiller.fill(pool, records);
            TestCheckpoints checkpoints = new TestCheckpoints(pool, new ManualClock());
            checkpoints.make();
            TrailReader reader = new TrailReader(pool);
            ChainVerifier verifier = new ChainVerifier(
                    reader, new TrailBase(pool), checkpoints.signed(), new TrailScans(reader, threads), threads);
            for (int i = 0; i < 4; i++) {
                check(database, verifier);
            }
            write(log); // warms up
            report(database, "without a check", write(log));
            checkpoints.make();
            try (ExecutorService checks = Executors.newSingleThreadExecutor()) {
                Future<Integer> checked = checks.submit(() -> checkUntilInterrupted(verifier));
                report(database, "during checks", write(log));
                checks.shutdownNow();
                System.out.printf("%-10s %d checks in the meantime%n", database, checked.get());
            }
        }
    }

    private static void check(TestDatabase database, ChainVerifier verifier) {
        long start = System.nanoTime();
        Verification verification = verifier.verify(RequestContext.system("benchmark"), 0);
        long nanos = System.nanoTime() - start;
        System.out.printf(
                "%-10s %s, %,d records checked in %,d ms, %.2f us a record%n",
                database,
                verification.valid() ? "valid" : verification.firstBroken(),
                verification.records(),
                nanos / 1_000_000,
                nanos / 1e3 / verification.records());
    }

    /** The number of checks. */
    private static int checkUntilInterrupted(ChainVerifier verifier) {
        int checks = 0;
        for (; !Thread.currentThread().isInterrupted(); checks++) {
            verifier.verify(RequestContext.system("benchmark"), 0);
        }
        return checks;
    }

    private static void report(TestDatabase database, String when, long[] waits) {
        System.out.printf(
                "%-10s %s: %,d writes, wait p50 %,d p99 %,d max %,d us%n",
                database,
                when,
                waits.length,
                waits[waits.length / 2],
                waits[waits.length - 1 - waits.length / 100],
                waits[waits.length - 1]);
    }

    /** How long each of the records took that came at even distances, in microseconds, shortest first. */
    private static long[] write(AuditLog log) throws InterruptedException, ExecutionException {
        List<Future<Long>> waits = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            long end = System.nanoTime() + MEASURED.toNanos();
            for (long due = System.nanoTime(); due < end; due += APART.toNanos()) {
                long planned = due;
                while (System.nanoTime() < planned) {
                    LockSupport.parkNanos(planned - System.nanoTime());
                }
                waits.add(callers.submit(() -> {
                    log.record(new PendingRecord(AuditFixture.entry("4bf92f3577b34da6a3ce929d0e0e4736")));
                    return (System.nanoTime() - planned) / 1_000;
                }));
            }
        }
        long[] micros = new long[waits.size()];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = waits.get(i).get();
        }
        Arrays.sort(micros);
        return micros;
    }
}
