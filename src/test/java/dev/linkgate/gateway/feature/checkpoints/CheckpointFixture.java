package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.TreeHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with a trail, and replicas that sign it. */
final class CheckpointFixture implements AutoCloseable {

    private static final List<String> TABLES =
            List.of("audit_record", "audit_head", "audit_checkpoint", "audit_accepted_rollback");

    final ManualClock clock = new ManualClock();
    final TestTrail trail;
    final JdbcClient jdbc;
    private final DataSource database;

    CheckpointFixture(TestDatabase database) {
        trail = new TestTrail(database.migrated());
        this.database = trail.database();
        jdbc = JdbcClient.create(this.database);
    }

    DataSource database() {
        return database;
    }

    /** A process that starts now. */
    CheckpointReplica replica(@Nullable Path directory) {
        return new CheckpointReplica(database, directory, clock);
    }

    /** One with other master keys than all others. */
    CheckpointReplica stranger(@Nullable Path directory) {
        return new CheckpointReplica(database, directory, clock, TestKeys.ring(KeyRing.generate()));
    }

    /** Appends records, of which none is like any other. */
    synchronized void append(String name, int records) throws SQLException {
        trail.append(name, records);
    }

    /** Records, and the checkpoint that is made of them. */
    StoredCheckpoint signed(CheckpointReplica replica, String name, int records) throws SQLException {
        append(name, records);
        clock.advance(CheckpointReplica.INTERVAL.plus(Duration.ofSeconds(1)));
        replica.work();
        return replica.store.newest().orElseThrow();
    }

    /** The root over the first records, from the records alone. */
    TreeHash root(long size) {
        Frontier frontier = new Frontier();
        hashes(size).forEach(frontier::append);
        return frontier.root();
    }

    List<byte[]> hashes(long size) {
        return hashes(jdbc, size);
    }

    static List<byte[]> hashes(JdbcClient jdbc, long size) {
        return jdbc.sql("SELECT hash FROM audit_record WHERE sequence <= ? ORDER BY sequence")
                .param(size)
                .query((row, number) -> HexFormat.of().parseHex(row.getString(1)))
                .list();
    }

    /** Copies the database as it is now. */
    void copy() {
        TABLES.forEach(table -> jdbc.sql("CREATE TABLE old_" + table + " AS SELECT * FROM " + table)
                .update());
    }

    /** Puts the copy back. */
    void putBack() {
        TABLES.forEach(table -> {
            jdbc.sql("DELETE FROM " + table).update();
            jdbc.sql("INSERT INTO " + table + " SELECT * FROM old_" + table).update();
        });
    }

    void dropCopy() {
        TABLES.forEach(table -> jdbc.sql("DROP TABLE old_" + table).update());
    }

    /** Removes the last records, and sets the head back to hide it. */
    void cutTail(long last) {
        jdbc.sql("DELETE FROM audit_record WHERE sequence > ?").param(last).update();
        jdbc.sql("UPDATE audit_head SET sequence = ?, hash = (SELECT hash FROM audit_record WHERE sequence = ?)")
                .params(last, last)
                .update();
    }

    /** Replaces all records by others, in a valid chain. */
    void rewrite(int records) throws SQLException {
        trail.clear();
        append("forged", records);
    }

    void removeCheckpoints() {
        jdbc.sql("DELETE FROM audit_checkpoint").update();
    }

    static List<String> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(long size) {
        return "%020d.checkpoint".formatted(size);
    }

    @Override
    public void close() {
        trail.close();
    }
}
