package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.transparency.NoteKey;
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

    /** The current one first, then the retired ones, the newest first. */
    List<CheckpointKey> all() {
        return jdbc.sql("SELECT number, verifier, ciphertext, created_at FROM audit_key ORDER BY number DESC")
                .query((row, n) -> new CheckpointKey(
                        row.getLong(1),
                        NoteKey.parse(row.getString(2)),
                        row.getString(3),
                        Micros.toInstant(row.getLong(4))))
                .list();
    }

    /** @return whether no other replica has made the key of this number before */
    boolean add(CheckpointKey key) {
        return jdbc.sql("INSERT INTO audit_key (number, verifier, ciphertext, created_at) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (number) DO NOTHING")
                        .params(key.number(), key.key().toString(), key.ciphertext(), Micros.of(key.createdAt()))
                        .update()
                == 1;
    }

    /** Replaces the ciphertext of a seed, whatever it is by now. */
    void erase(long number, String ciphertext) {
        jdbc.sql("UPDATE audit_key SET ciphertext = ? WHERE number = ?")
                .params(ciphertext, number)
                .update();
    }

    /** Replaces a ciphertext, unless that was done in the meantime. */
    void replace(String key, String ciphertext, String by) {
        jdbc.sql("UPDATE audit_key SET ciphertext = ? WHERE verifier = ? AND ciphertext = ?")
                .params(by, key, ciphertext)
                .update();
    }
}
