package dev.linkgate.gateway.platform.outbox;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The events in a database of which no webhook takes any, for tests of those who store them. */
public final class StoredEvents {

    private final JdbcClient jdbc;

    public StoredEvents(DataSource database) {
        jdbc = JdbcClient.create(database);
    }

    /** In their order. */
    public List<String> types() {
        return column("type");
    }

    /** In their order. */
    public List<String> subjects() {
        return column("subject");
    }

    /** The data of the only event of a type, as JSON. */
    public String data(EventType type) {
        return jdbc.sql("SELECT data FROM outbox_event WHERE type = ?")
                .param(type.word())
                .query(String.class)
                .single();
    }

    public void clear() {
        jdbc.sql("DELETE FROM outbox_event").update();
    }

    private List<String> column(String name) {
        return jdbc.sql("SELECT " + name + " FROM outbox_event ORDER BY occurred_at, id")
                .query(String.class)
                .list();
    }
}
