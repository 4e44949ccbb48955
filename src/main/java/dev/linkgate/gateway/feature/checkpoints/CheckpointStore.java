package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables {@code audit_checkpoint} and {@code audit_accepted_rollback}. */
@Repository
class CheckpointStore {

    private static final String SELECT = "SELECT size, root, created_at, note, frontier FROM audit_checkpoint ";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Outbox outbox;

    CheckpointStore(JdbcClient jdbc, TransactionTemplate transactions, Outbox outbox) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.outbox = outbox;
    }

    Optional<StoredCheckpoint> newest() {
        return jdbc.sql(SELECT + "ORDER BY size DESC LIMIT 1")
                .query(CheckpointStore::read)
                .optional();
    }

    Optional<StoredCheckpoint> find(long size) {
        return jdbc.sql(SELECT + "WHERE size = ?")
                .param(size)
                .query(CheckpointStore::read)
                .optional();
    }

    /** The size of the newest one, 0 if there is none. */
    long newestSize() {
        return jdbc.sql("SELECT coalesce(max(size), 0) FROM audit_checkpoint")
                .query(Long.class)
                .single();
    }

    /** The checkpoints above a size, smallest first. */
    List<StoredCheckpoint> above(long size, int limit) {
        return jdbc.sql(SELECT + "WHERE size > ? ORDER BY size LIMIT ?")
                .params(size, limit)
                .query(CheckpointStore::read)
                .list();
    }

    /** The size of the largest one in a range. */
    Optional<Long> largest(long first, long last) {
        return jdbc.sql("SELECT size FROM audit_checkpoint WHERE size BETWEEN ? AND ? ORDER BY size DESC LIMIT 1")
                .params(first, last)
                .query(Long.class)
                .optional();
    }

    /** The checkpoints in a range of sizes, smallest first. */
    List<StoredCheckpoint> range(long first, long last) {
        return jdbc.sql(SELECT + "WHERE size BETWEEN ? AND ? ORDER BY size")
                .params(first, last)
                .query(CheckpointStore::read)
                .list();
    }

    /** Newest first. */
    List<StoredCheckpoint> page(long offset, int limit) {
        return jdbc.sql(SELECT + "ORDER BY size DESC LIMIT ? OFFSET ?")
                .params(limit, offset)
                .query(CheckpointStore::read)
                .list();
    }

    long count() {
        return jdbc.sql("SELECT count(*) FROM audit_checkpoint")
                .query(Long.class)
                .single();
    }

    /** Stores a checkpoint with its event, unless there is one of its size. */
    boolean add(StoredCheckpoint checkpoint) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean added = insert(checkpoint);
            if (added) {
                outbox.add(made(checkpoint));
            }
            return added;
        }));
    }

    /** The event of a new checkpoint. A receiver who keeps the note can hold the trail against it. */
    private static Event made(StoredCheckpoint checkpoint) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("size", checkpoint.size());
        data.put("root", checkpoint.root());
        data.put("time", checkpoint.time());
        data.put("note", checkpoint.note());
        Target target = Target.of(CheckpointWords.CHECKPOINT, String.valueOf(checkpoint.size()));
        return new Event(CheckpointWords.AUDIT_CHECKPOINT, "/admin/audit/checkpoints", target, data);
    }

    /**
     * Stores a checkpoint without an event, unless there is one of its size.
     *
     * @return whether it was stored
     */
    boolean insert(StoredCheckpoint checkpoint) {
        return jdbc.sql("INSERT INTO audit_checkpoint (size, root, created_at, note, frontier) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (size) DO NOTHING")
                        .param(checkpoint.size())
                        .param(checkpoint.root())
                        .param(Micros.of(checkpoint.time()))
                        .param(checkpoint.note())
                        .param(checkpoint.frontier())
                        .update()
                == 1;
    }

    void remove(long size) {
        jdbc.sql("DELETE FROM audit_checkpoint WHERE size = ?").param(size).update();
    }

    /** The checkpoints that were given up, in the order of that. They are few. */
    List<StoredCheckpoint> accepted() {
        return jdbc.sql("SELECT size, root, accepted_at, note, NULL FROM audit_accepted_rollback"
                        + " ORDER BY accepted_at")
                .query(CheckpointStore::read)
                .list();
    }

    void accept(StoredCheckpoint givenUp) {
        jdbc.sql("INSERT INTO audit_accepted_rollback (size, root, accepted_at, note) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (size, root) DO UPDATE SET accepted_at = excluded.accepted_at,"
                        + " note = excluded.note")
                .params(givenUp.size(), givenUp.root(), Micros.of(givenUp.time()), givenUp.note())
                .update();
    }

    private static StoredCheckpoint read(ResultSet row, int number) throws SQLException {
        return new StoredCheckpoint(
                row.getLong(1), row.getString(2), Micros.toInstant(row.getLong(3)), row.getString(4), row.getString(5));
    }
}
