package dev.linkgate.gateway.platform.outbox;

import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.kernel.ProjectId;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** The events that no webhook has been given yet. */
@Component
public class Outbox {

    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final InstantSource clock;

    /** No two events of this replica have the same time. */
    private final AtomicLong last = new AtomicLong();

    public Outbox(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Stores an event with what it tells: it must be called within the transaction of that change. It is later than the
     * events of its subject that are stored already, whatever the clocks of the replicas that stored them.
     */
    public void add(Event event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an event without the transaction of what it tells");
        }
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        long now = Math.max(Micros.of(clock.instant()), newest(event.subject()) + 1);
        jdbc.sql(
                        "INSERT INTO outbox_event (id, occurred_at, type, subject, project_id, data) VALUES (?, ?, ?, ?, ?, ?)")
                .param(1, "evt_" + HexFormat.of().formatHex(id))
                .param(2, last.updateAndGet(before -> Math.max(before + 1, now)))
                .param(3, event.type().word())
                .param(4, event.subject())
                .param(5, event.project() == null ? null : event.project().value())
                .param(6, json.writeValueAsString(event.told()))
                .update();
    }

    private long newest(String subject) {
        return jdbc.sql("SELECT coalesce(max(occurred_at), 0) FROM outbox_event WHERE subject = ?")
                .param(subject)
                .query(Long.class)
                .single();
    }

    /** Whether it has no event. */
    public boolean isEmpty() {
        return oldest(1).isEmpty();
    }

    /** The oldest events, in their order. */
    public List<StoredEvent> oldest(int most) {
        return jdbc.sql("SELECT id, occurred_at, type, subject, project_id, data FROM outbox_event"
                        + " ORDER BY occurred_at, id LIMIT ?")
                .param(most)
                .query(Outbox::event)
                .list();
    }

    /**
     * Removes an event, within the transaction of what is made of it. Whoever takes several takes them in the order of {@link
     * #oldest}.
     *
     * @return whether it was there; another replica may have taken it
     */
    public boolean take(String id) {
        return jdbc.sql("DELETE FROM outbox_event WHERE id = ?").param(id).update() == 1;
    }

    private static StoredEvent event(ResultSet columns, int number) throws SQLException {
        String project = columns.getString("project_id");
        return new StoredEvent(
                columns.getString("id"),
                Micros.toInstant(columns.getLong("occurred_at")),
                columns.getString("type"),
                columns.getString("subject"),
                project == null ? null : new ProjectId(project),
                columns.getString("data"));
    }
}
