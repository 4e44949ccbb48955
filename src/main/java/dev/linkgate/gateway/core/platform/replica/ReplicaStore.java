package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of the living replicas, with the last heartbeat of each. */
@Repository
public class ReplicaStore {

    /** A replica that was silent for this long is forgotten. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient jdbc;

    ReplicaStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The last heartbeats by the ids of their replicas. A replica's heartbeat changes as long as it lives, and is
     * absent if the replica has ended, or has not yet sent one. It is compared only with an earlier one of the same
     * replica.
     */
    public Map<String, Long> heartbeats() {
        Map<String, Long> heartbeats = new HashMap<>();
        jdbc.sql("SELECT id, last_heartbeat FROM replica").query(row -> {
            heartbeats.put(row.getString("id"), row.getLong("last_heartbeat"));
        });
        return heartbeats;
    }

    /**
     * Stores a heartbeat.
     *
     * @param since other replicas live that have sent one later
     * @return the number of replicas that live, 1 or more
     */
    int beat(Replica replica, Instant now, Instant since) {
        return jdbc.sql("INSERT INTO replica (id, last_heartbeat) VALUES (?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET last_heartbeat = excluded.last_heartbeat"
                        + " RETURNING (SELECT 1 + COUNT(*) FROM replica WHERE id <> ? AND last_heartbeat > ?)")
                .params(replica.id(), Micros.of(now), replica.id(), Micros.of(since))
                .query(Integer.class)
                .single();
    }

    /**
     * Ends all that replicas hold, of which none lives: an embedded database has one process, and that has just begun.
     */
    void endAllLeases() {
        jdbc.sql("DELETE FROM link_lock").update();
        jdbc.sql("UPDATE scheduled_tasks SET picked = ?, picked_by = NULL, last_heartbeat = NULL,"
                        + " version = version + 1 WHERE picked = ?")
                .params(false, true)
                .update();
    }

    /** Removes the replica, which sends no more heartbeats. */
    void leave(Replica replica) {
        jdbc.sql("DELETE FROM replica WHERE id = ?").param(replica.id()).update();
    }

    void forgetTheSilent(Instant now) {
        jdbc.sql("DELETE FROM replica WHERE last_heartbeat < ?")
                .param(Micros.of(now.minus(KEPT)))
                .update();
    }
}
