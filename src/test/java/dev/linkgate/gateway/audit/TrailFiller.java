package dev.linkgate.gateway.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.gateway.replica.Replica;
import dev.linkgate.gateway.request.Receipt;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fills a trail by the product's own writer, so that it is one valid chain, for measurements of long trails. It appends
 * until the trail has the wanted number of records, and prints {@code records <number> seconds <time>}, then
 * {@code append-micros <median>} of commits with one record.
 *
 * <p>Arguments: {@code <url> <records>}. The URL carries all settings of the connection, and the database has its tables. A record in a thousand is
 * an administrator's, 5 in a hundred belong to writes, 4 are refusals, the others reads. Half of them are of
 * {@code team-0} and about project 0; only the first records have the team {@code team-once} and the action
 * {@code config.apply}.
 */
public final class TrailFiller {

    private static final String PROJECT_0 = "%024x".formatted(0);
    private static final int BATCH = 500;
    private static final int COMMITS = 500;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration APART = Duration.ofMillis(200);
    private static final String LINK = "64b7f1d8a91d3e5f60718301";
    private static final String[] READS = {"endpoint.get", "endpoint.get", "endpoint.get", "endpoint.list", "link.list"
    };
    private static final String[] WRITES = {"endpoint.add", "endpoint.ensure", "endpoint.remove", "link.create"};
    private static final String[] ADMINISTRATION = {"key.create", "team.put", "grant.put", "credential.put"};

    private final ChainWriter writer;
    private final Random random;
    private final List<PreparedEntry> outcomes = new ArrayList<>();
    private long sequence;

    private TrailFiller(ChainWriter writer, long sequence) {
        this.writer = writer;
        this.sequence = sequence;
        this.random = new Random(sequence);
    }

    public static void main(String[] args) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            ChainWriter writer = new ChainWriter(pool, AuditFixture.SETTINGS, new Replica(), new WriteNotifications());
            long before = new AuditStore(pool).head().orElseThrow().sequence();
            TrailFiller filler = new TrailFiller(writer, before);
            long start = System.nanoTime();
            filler.fill(Long.parseLong(args[1]) - COMMITS);
            System.out.printf("records %d seconds %.1f%n", filler.sequence - before, (System.nanoTime() - start) / 1e9);
            System.out.printf("append-micros %d%n", filler.medianOfSingleCommits());
            writer.release();
        }
    }

    private void fill(long records) throws SQLException {
        if (sequence == 0) {
            append(List.of(
                    new PreparedEntry(entry("EVENT", "team", "team-once", "endpoint.get", PROJECT_0, "SUCCEEDED", 200)),
                    new PreparedEntry(entry("EVENT", "admin", null, "config.apply", null, "UNKNOWN", 502))));
        }
        while (sequence < records) {
            List<PreparedEntry> batch = new ArrayList<>(outcomes);
            outcomes.clear();
            while (batch.size() < Math.min(BATCH, records - sequence)) {
                batch.add(new PreparedEntry(next()));
            }
            append(batch);
        }
    }

    private void append(List<PreparedEntry> batch) throws SQLException {
        List<Optional<Receipt>> receipts = writer.append(batch);
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i).entry();
            if (batch.get(i).opensAnIntent()) {
                outcomes.add(PreparedEntry.closing(
                        receipts.get(i).orElseThrow().sequence(),
                        entry.endedBy(
                                entry.time().plus(APART),
                                random.nextInt(100) == 0
                                        ? new Outcome(Result.FAILED, 502, null)
                                        : Outcome.succeeded(201))));
            }
        }
        sequence += batch.size();
    }

    /** Of an append that waits for its own commit, in microseconds. */
    private long medianOfSingleCommits() throws SQLException {
        long[] micros = new long[COMMITS];
        for (int i = 0; i < COMMITS; i++) {
            PreparedEntry entry = new PreparedEntry(next("endpoint.get", "SUCCEEDED", 200));
            long start = System.nanoTime();
            append(List.of(entry));
            micros[i] = (System.nanoTime() - start) / 1_000;
        }
        Arrays.sort(micros);
        return micros[COMMITS / 2];
    }

    private Entry next() {
        int kind = random.nextInt(1_000);
        if (kind == 0) {
            return entry("EVENT", "admin", null, any(ADMINISTRATION), null, "SUCCEEDED", 200);
        }
        if (kind < 25) {
            return entry("INTENT", "team", team(), any(WRITES), project(), null, null);
        }
        if (kind < 65) {
            return next("request.refused", "REFUSED", 403);
        }
        return next(any(READS), "SUCCEEDED", 200);
    }

    private Entry next(String action, String result, int status) {
        return entry("EVENT", "team", team(), action, project(), result, status);
    }

    private String team() {
        return "team-" + (random.nextBoolean() ? 0 : random.nextInt(200));
    }

    private String project() {
        return "%024x".formatted(random.nextBoolean() ? 0 : random.nextInt(100));
    }

    private String any(String[] words) {
        return words[random.nextInt(words.length)];
    }

    private Entry entry(
            String phase,
            String kind,
            @Nullable String team,
            String action,
            @Nullable String project,
            @Nullable String result,
            @Nullable Integer status) {
        boolean ofTeam = team != null;
        return new Entry(
                BEGIN.plus(APART.multipliedBy(sequence)).plusNanos(random.nextInt(1_000_000) * 1_000L),
                phase,
                new Entry.Origin(
                        new UUID(random.nextLong(), random.nextLong()).toString(),
                        new Entry.Who(kind, team, ofTeam ? "k7d2m4q8" : null, null),
                        "192.0.2." + random.nextInt(256)),
                action,
                new Entry.Subject(
                        project,
                        project == null ? null : LINK,
                        action.startsWith("endpoint.") ? "vpce-0b9c5701325cb15dd" : null),
                new Entry.Facts(
                        project == null ? null : "default",
                        project == null ? null : 3L,
                        result,
                        status == null ? null : (long) status,
                        "REFUSED".equals(result) ? "forbidden" : null,
                        status == null ? null : 200L,
                        1L,
                        (long) random.nextInt(100_000)),
                Entry.Details.USUAL);
    }
}
