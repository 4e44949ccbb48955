package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The events that a webhook which rests for good has got since this was made, for tests of those who store them. */
public final class StoredEvents {

    private static final String NAME = "stored-events";

    private final JdbcClient jdbc;

    public StoredEvents(DataSource database) {
        this(JdbcClient.create(database));
    }

    public StoredEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
        jdbc.sql("DELETE FROM webhook WHERE name = ?").param(NAME).update();
        jdbc.sql("DELETE FROM webhook_delivery WHERE webhook = ?").param(NAME).update();
        jdbc.sql(
                        "INSERT INTO webhook (name, url, projects, events, enabled, ciphertext, fingerprint, created_at,"
                                + " updated_at, rest_until) VALUES (?, 'https://hooks.example.com/', '[]', '[]', ?, '', '', 0, 0, ?)")
                .params(NAME, true, Long.MAX_VALUE)
                .update();
    }

    /** The types of the events in their order. */
    public List<String> types() {
        return column("type");
    }

    /** The subjects of the events in their order. */
    public List<String> subjects() {
        return column("subject");
    }

    /** The data of the only event of a type, as JSON. */
    public String data(EventType type) {
        List<String> all = allData(type);
        if (all.size() != 1) {
            throw new AssertionError("there are " + all.size() + " events of this type");
        }
        return all.getFirst();
    }

    /** The data of all events of a type, as JSON, in their order. */
    public List<String> allData(EventType type) {
        return jdbc
                .sql("SELECT body FROM webhook_delivery WHERE webhook = ? AND type = ? ORDER BY created_at, event_id")
                .params(NAME, type.word())
                .query(String.class)
                .list()
                .stream()
                .map(body -> JsonMapper.shared().readTree(body).path("data").toString())
                .toList();
    }

    private List<String> column(String name) {
        return jdbc.sql("SELECT " + name + " FROM webhook_delivery WHERE webhook = ? ORDER BY created_at, event_id")
                .param(NAME)
                .query(String.class)
                .list();
    }
}
