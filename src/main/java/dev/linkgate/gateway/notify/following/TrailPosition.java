package dev.linkgate.gateway.notify.following;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The last record of the trail whose events are in the outbox. All replicas share it. */
@Repository
class TrailPosition {

    private final JdbcClient jdbc;

    TrailPosition(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long get() {
        return jdbc.sql("SELECT sequence FROM trail_position WHERE id = 1")
                .query(Long.class)
                .single();
    }

    /** @return false if another replica was first; whatever else the transaction does must not be done then */
    boolean move(long from, long to) {
        return jdbc.sql("UPDATE trail_position SET sequence = ? WHERE id = 1 AND sequence = ?")
                        .params(to, from)
                        .update()
                == 1;
    }
}
