package dev.linkgate.gateway.core.trail.audit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.gateway.core.platform.replica.Replica;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Fills a trail by the product's own writer, so that it is one valid chain, for measurements of long trails. It appends
 * until the trail has the wanted number of records, and prints {@code records <number> seconds <time>}, then
 * {@code append-micros <median>} of commits with one record.
 *
 * <p>Arguments: {@code <url> <records>}. The URL carries all settings of the connection, and the database has its
 * tables. The records are those of {@link TrailEntries}.
 */
public final class TrailFiller {

    private static final int BATCH = 500;
    private static final int COMMITS = 500;

    private final ChainWriter writer;
    private final TrailEntries entries;
    private final List<PendingRecord> outcomes = new ArrayList<>();
    private long sequence;

    private TrailFiller(ChainWriter writer, long sequence) {
        this.writer = writer;
        this.sequence = sequence;
        this.entries = new TrailEntries(sequence);
    }

    public static void main(String[] args) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            ChainWriter writer = new ChainWriter(
                    pool,
                    AuditFixture.SETTINGS,
                    new Replica(),
                    new WriteNotifications(TestVocabulary.ALL),
                    new RollbackState());
            long before = new TrailReader(pool).head().orElseThrow().sequence();
            TrailFiller filler = new TrailFiller(writer, before);
            long start = System.nanoTime();
            filler.fill(Long.parseLong(args[1]) - COMMITS);
            System.out.printf("records %d seconds %.1f%n", filler.sequence - before, (System.nanoTime() - start) / 1e9);
            System.out.printf("append-micros %d%n", filler.medianOfSingleCommits());
            writer.release();
        }
    }

    /** Fills a trail up to so many records, without a word. */
    public static void fill(DataSource database, long records) throws SQLException {
        ChainWriter writer = new ChainWriter(
                database,
                AuditFixture.SETTINGS,
                new Replica(),
                new WriteNotifications(TestVocabulary.ALL),
                new RollbackState());
        TrailFiller filler = new TrailFiller(
                writer, new TrailReader(database).head().orElseThrow().sequence());
        filler.fill(records);
        writer.release();
    }

    private void fill(long records) throws SQLException {
        if (sequence == 0) {
            append(entries.rare().stream().map(PendingRecord::new).toList());
        }
        while (sequence < records) {
            List<PendingRecord> batch = new ArrayList<>(outcomes);
            outcomes.clear();
            while (batch.size() < Math.min(BATCH, records - sequence)) {
                batch.add(new PendingRecord(entries.next()));
            }
            append(batch);
        }
    }

    private void append(List<PendingRecord> batch) throws SQLException {
        List<Optional<Receipt>> receipts = writer.append(batch);
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i).entry();
            if (batch.get(i).isIntent()) {
                outcomes.add(PendingRecord.closing(receipts.get(i).orElseThrow().sequence(), entries.outcome(entry)));
            }
        }
        sequence += batch.size();
    }

    /** The median time of an append that waits for its own commit, in microseconds. */
    private long medianOfSingleCommits() throws SQLException {
        long[] micros = new long[COMMITS];
        for (int i = 0; i < COMMITS; i++) {
            PendingRecord entry = new PendingRecord(entries.next("endpoint.get", "SUCCEEDED", 200));
            long start = System.nanoTime();
            append(List.of(entry));
            micros[i] = (System.nanoTime() - start) / 1_000;
        }
        Arrays.sort(micros);
        return micros[COMMITS / 2];
    }
}
