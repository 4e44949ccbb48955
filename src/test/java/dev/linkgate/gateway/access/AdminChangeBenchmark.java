package dev.linkgate.gateway.access;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.gateway.access.key.KeyBinding;
import dev.linkgate.gateway.access.key.Principal;
import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.access.masterkeys.TestKeys;
import dev.linkgate.gateway.access.principal.Access;
import dev.linkgate.gateway.access.principal.AccessSnapshot;
import dev.linkgate.gateway.access.principal.AccessStore;
import dev.linkgate.gateway.access.principal.Role;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Measures what a change of the access costs with few and many keys stored, ten of each team, and the memory that they
 * take. Not a test: figures belong to a machine.
 */
final class AdminChangeBenchmark {

    private static final int KEYS_A_TEAM = 10;
    private static final int GRANTS_A_TEAM = 2;
    private static final int MAX_TRIES = 300;
    private static final Duration MAX_TIME = Duration.ofSeconds(5);

    private AdminChangeBenchmark() {}

    /** @param numbers of keys to measure with */
    public static void main(String[] numbers) {
        System.out.println("database,keys,grant put us,key create us,key revoke us,other replica's poll us,"
                + "full load ms,memory KiB");
        for (TestDatabase database : TestDatabase.values()) {
            for (String number : numbers) {
                measure(database, Integer.parseInt(number));
            }
        }
        System.exit(0);
    }

    private static void measure(TestDatabase database, int keys) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.migrated());
        config.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            fill(pool, keys);
            AccessStore store = new AccessStore(JdbcClient.create(pool), TestKeys.RING);
            store.load();
            long empty = usedMemory();
            long start = System.nanoTime();
            AccessSnapshot snapshot = store.load();
            long load = System.nanoTime() - start;
            long memory = usedMemory() - empty;

            Snapshots snapshots = snapshots(pool);
            Access access = new Access(store, snapshots, TestAccess.TOKEN, InstantSource.system());
            Snapshots others = snapshots(pool);
            Access other = new Access(store, others, TestAccess.TOKEN, InstantSource.system());
            other.snapshot();
            List<StoredKey> created = new ArrayList<>();
            long put = median(n -> access.putGrant(team(0), project(n), Role.EDITOR));
            long create = median(n ->
                    created.add(access.add(access.newKey(Principal.team(team(0)), "ci", null, KeyBinding.NONE, false))
                            .stored()));
            others.poll();
            List<Long> polls = new ArrayList<>();
            long revoke = median(
                    created.size(),
                    n -> access.revokeKey(
                            Principal.team(team(0)), created.removeLast().id()),
                    () -> {
                        long asked = System.nanoTime();
                        others.poll();
                        polls.add(System.nanoTime() - asked);
                    });
            System.out.printf(
                    Locale.ROOT,
                    "%s,%d,%d,%d,%d,%d,%d,%d%n",
                    database,
                    snapshot.keys().size(),
                    put,
                    create,
                    revoke,
                    micros(polls),
                    load / 1_000_000,
                    memory / 1024);
        }
    }

    private interface Change {
        void make(int number);
    }

    private static long median(Change change) {
        return median(MAX_TRIES, change, () -> {});
    }

    /** The median of the changes' times in microseconds, without what follows each of them. */
    private static long median(int tries, Change change, Runnable afterwards) {
        List<Long> nanos = new ArrayList<>();
        long end = System.nanoTime() + MAX_TIME.toNanos();
        for (int n = 0; n < tries && System.nanoTime() < end; n++) {
            long start = System.nanoTime();
            change.make(n);
            nanos.add(System.nanoTime() - start);
            afterwards.run();
        }
        return micros(nanos);
    }

    private static long micros(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2] / 1_000;
    }

    private static Snapshots snapshots(DataSource pool) {
        return new Snapshots(JdbcClient.create(pool), new TransactionTemplate(new JdbcTransactionManager(pool)));
    }

    private static void fill(DataSource pool, int keys) {
        List<Object[]> teams = new ArrayList<>();
        List<Object[]> rows = new ArrayList<>();
        List<Object[]> grants = new ArrayList<>();
        for (int n = 0; n < keys; n++) {
            int team = n / KEYS_A_TEAM;
            if (n % KEYS_A_TEAM == 0) {
                teams.add(new Object[] {team(team), "of the benchmark", 1L});
                for (int i = 0; i < GRANTS_A_TEAM; i++) {
                    grants.add(new Object[] {team(team), project(team + i).value(), "editor"});
                }
            }
            rows.add(new Object[] {
                "%012x".formatted(n), team(team), "ci", HexFormat.of().formatHex(hash(n)), 1L
            });
        }
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult(status -> {
            jdbc.batchUpdate("INSERT INTO team (name, description, created_at) VALUES (?, ?, ?)", teams);
            jdbc.batchUpdate("INSERT INTO api_key (id, team, label, hash, created_at) VALUES (?, ?, ?, ?, ?)", rows);
            jdbc.batchUpdate("INSERT INTO project_grant (team, project_id, role) VALUES (?, ?, ?)", grants);
        });
    }

    private static byte[] hash(int number) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) number);
        return hash;
    }

    private static String team(int number) {
        return "team-" + number;
    }

    private static ProjectId project(int number) {
        return new ProjectId("%024x".formatted(number));
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
