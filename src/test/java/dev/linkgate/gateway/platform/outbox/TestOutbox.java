package dev.linkgate.gateway.platform.outbox;

import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Makes an {@link Outbox} for tests of other packages. */
public final class TestOutbox {

    private TestOutbox() {}

    public static Outbox on(DataSource database, InstantSource clock) {
        return new Outbox(JdbcClient.create(database), JsonMapper.builder().build(), clock);
    }
}
