package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.replica.Replica;
import dev.linkgate.gateway.core.trail.record.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The intents without an outcome. An intent is added and removed in the transaction of its records: see
 * {@link ChainWriter}.
 */
@Repository
class OpenIntents {

    /** A trail whose end was cut off can reach the same sequence again. */
    static final String OPEN = "INSERT INTO audit_open_intent (sequence, replica_id) VALUES (?, ?)"
            + " ON CONFLICT (sequence) DO UPDATE SET replica_id = excluded.replica_id";

    static final String CLOSE = "DELETE FROM audit_open_intent WHERE sequence = ?";

    private final JdbcClient jdbc;

    OpenIntents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An intent without an outcome.
     *
     * @param owner the id of the {@link Replica} that began it
     * @param sends what is sent for it, if that is another action than its own
     */
    record OpenIntent(long sequence, String owner, @Nullable String sends) {}

    List<OpenIntent> all() {
        return jdbc.sql("SELECT sequence, replica_id, sends FROM audit_open_intent ORDER BY sequence")
                .query((row, number) ->
                        new OpenIntent(row.getLong("sequence"), row.getString("replica_id"), row.getString("sends")))
                .list();
    }

    /** Notes what is about to be sent for an intent. */
    void sends(long sequence, Action action) {
        jdbc.sql("UPDATE audit_open_intent SET sends = ? WHERE sequence = ?")
                .params(action.word(), sequence)
                .update();
    }

    /** Removes an intent whose record is missing, so that it cannot be closed any more. */
    void drop(long sequence) {
        jdbc.sql(CLOSE).param(sequence).update();
    }
}
