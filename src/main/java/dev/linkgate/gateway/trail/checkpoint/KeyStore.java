package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.transparency.NoteKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of the keys that sign checkpoints. */
@Repository
class KeyStore {

    private final JdbcClient jdbc;

    KeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest first. */
    List<CheckpointKeyRow> all() {
        return jdbc.sql("SELECT number, verifier, ciphertext, created_at, signs_until FROM audit_key"
                        + " ORDER BY number DESC")
                .query(KeyStore::row)
                .list();
    }

    /** @return whether no other replica has made the key of this number before */
    boolean add(CheckpointKeyRow row) {
        return jdbc.sql("INSERT INTO audit_key (number, verifier, ciphertext, created_at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (number) DO NOTHING")
                        .params(row.number(), row.key().toString(), row.ciphertext(), Micros.of(row.createdAt()))
                        .update()
                == 1;
    }

    /** Ends the signing of all keys before this number that have no end yet. */
    void endBefore(long number, Instant end) {
        jdbc.sql("UPDATE audit_key SET signs_until = ? WHERE number < ? AND signs_until IS NULL")
                .params(Micros.of(end), number)
                .update();
    }

    /** Replaces a ciphertext, unless that was done in the meantime. */
    void replace(long number, String ciphertext, String by) {
        jdbc.sql("UPDATE audit_key SET ciphertext = ? WHERE number = ? AND ciphertext = ?")
                .params(by, number, ciphertext)
                .update();
    }

    private static CheckpointKeyRow row(ResultSet row, int n) throws SQLException {
        long end = row.getLong("signs_until");
        Instant signsUntil = row.wasNull() ? null : Micros.toInstant(end);
        return new CheckpointKeyRow(
                row.getLong("number"),
                NoteKey.parse(row.getString("verifier")),
                row.getString("ciphertext"),
                Micros.toInstant(row.getLong("created_at")),
                signsUntil);
    }
}
