package dev.linkgate.gateway.outbox;

import dev.linkgate.gateway.store.Micros;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
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

    /** No two events of this replica have the same time, so that their order is known. */
    private final AtomicLong last = new AtomicLong();

    Outbox(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Stores an event with what it tells: it must be called within the transaction of that change. */
    public void add(Event event) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an event without the transaction of what it tells");
        }
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        long now = Micros.of(clock.instant());
        jdbc.sql(
                        "INSERT INTO outbox_event (id, occurred_at, type, subject, project_id, data) VALUES (?, ?, ?, ?, ?, ?)")
                .param(1, "evt_" + HexFormat.of().formatHex(id))
                .param(2, last.updateAndGet(before -> Math.max(before + 1, now)))
                .param(3, event.type().word())
                .param(4, event.subject())
                .param(5, event.project() == null ? null : event.project().value())
                .param(6, json.writeValueAsString(event.data()))
                .update();
    }
}
