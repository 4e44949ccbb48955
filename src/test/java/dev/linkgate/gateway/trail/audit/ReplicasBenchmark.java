package dev.linkgate.gateway.trail.audit;

import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.gateway.platform.replica.Replica;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.wire.Relay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/**
 * Measures what three replicas on one PostgreSQL cost each other: while all are quick, while one has a slow wire, and
 * while one is stopped. Not a test: figures belong to a machine.
 */
final class ReplicasBenchmark {

    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final int MANY = 64;
    private static final int FEW = 8;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private ReplicasBenchmark() {}

    /** @param url of an empty database, for another server than that of the tests, which is none that syncs */
    public static void main(String[] url) throws Exception {
        String database = url.length > 0 ? url[0] : TestDatabase.POSTGRESQL.migratedUrl();
        Flyway.configure()
                .locations("classpath:db/migration", "classpath:db/postgresql")
                .dataSource(database, null, null)
                .load()
                .migrate();
        run("one replica", database, 1, MANY, Duration.ZERO, Duration.ZERO, false);
        run("three replicas", database, 3, MANY, Duration.ZERO, Duration.ZERO, false);
        run("three, paced", database, 3, FEW, PAUSE, Duration.ZERO, false);
        run("the third +100 ms", database, 3, FEW, PAUSE, Duration.ofMillis(50), false);
        run("the third stopped for 4 s", database, 3, FEW, PAUSE, Duration.ZERO, true);
        System.exit(0);
    }

    private record Call(int replica, long begun, long ended, boolean stored) {}

    private static void run(
            String name, String url, int replicas, int callers, Duration pause, Duration delay, boolean stops)
            throws Exception {
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
        List<AutoCloseable> open = new ArrayList<>();
        try (Relay relay = new Relay(port, delay);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<AuditLog> logs = new ArrayList<>();
            for (int i = 0; i < replicas; i++) {
                HikariDataSource pool =
                        TestDatabase.pool(i == 2 ? url.replace(":" + port + "/", ":" + relay.port() + "/") : url);
                AuditSettings settings = AuditFixture.settings(Duration.ofSeconds(60));
                AuditLog log = new AuditLog(
                        new ChainWriter(pool, settings, new Replica(), new WriteNotifications()),
                        settings,
                        new DiskSpace(null, settings.minFreeSpace(), path -> 0),
                        new SimpleMeterRegistry());
                log.record(new PendingRecord(AuditFixture.entry("warm")));
                logs.add(log);
                open.add(pool);
            }
            long end = System.nanoTime() + MEASURED.plusSeconds(2).toNanos();
            for (int i = 0; i < replicas; i++) {
                for (int c = 0; c < callers; c++) {
                    int replica = i;
                    threads.execute(() -> call(replica, logs.get(replica), pause, end, calls));
                }
            }
            long from = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            if (stops) {
                TimeUnit.SECONDS.sleep(2);
                relay.hold();
                TimeUnit.SECONDS.sleep(4);
                relay.release();
            }
            threads.shutdown();
            threads.awaitTermination(2, TimeUnit.MINUTES);
            logs.forEach(AuditLog::close);
            report(
                    name,
                    from,
                    calls.stream().filter(call -> call.ended() > from).toList());
        }
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static void call(int replica, AuditLog log, Duration pause, long end, ConcurrentLinkedQueue<Call> calls) {
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            boolean stored = true;
            try {
                log.record(new PendingRecord(AuditFixture.entry("4bf92f3577b34da6a3ce929d0e0e4736")));
            } catch (LinkgateException e) {
                stored = false;
            }
            calls.add(new Call(replica, begun, System.nanoTime(), stored));
            try {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void report(String name, long from, List<Call> calls) {
        for (int first : new int[] {0, 2}) {
            List<Call> of = calls.stream()
                    .filter(call -> call.stored() && (first == 2) == (call.replica() == 2))
                    .toList();
            if (of.isEmpty()) {
                continue;
            }
            long[] waits = of.stream()
                    .mapToLong(call -> (call.ended() - call.begun()) / 1_000)
                    .sorted()
                    .toArray();
            long[] ends = of.stream().mapToLong(Call::ended).sorted().toArray();
            long silence = ends[0] - from;
            for (int i = 1; i < ends.length; i++) {
                silence = Math.max(silence, ends[i] - ends[i - 1]);
            }
            System.out.printf(
                    "%-26s %-10s %,8d records/s, wait p50 %,9d p99 %,9d us, longest silence %,6d ms, lost %d%n",
                    name,
                    first == 2 ? "the third" : "others",
                    waits.length / MEASURED.toSeconds(),
                    waits[waits.length / 2],
                    waits[waits.length - 1 - waits.length / 100],
                    silence / 1_000_000,
                    calls.stream().filter(call -> !call.stored()).count());
        }
        System.out.flush();
    }
}
