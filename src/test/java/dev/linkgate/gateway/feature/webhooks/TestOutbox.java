package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Makes an {@link Outbox} for tests of other packages. */
public final class TestOutbox {

    static final WebhookSettings SETTINGS =
            new WebhookSettings(List.of(), "linkgate", Duration.ofSeconds(15), Duration.ofHours(4), null);

    private TestOutbox() {}

    public static Outbox on(DataSource database, InstantSource clock) {
        return on(JdbcClient.create(database), clock);
    }

    static DeliveryStore on(JdbcClient jdbc, InstantSource clock) {
        return new DeliveryStore(
                RouteList.allFeatures(), jdbc, JsonMapper.builder().build(), SETTINGS, clock);
    }
}
