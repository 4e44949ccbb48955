package dev.linkgate.harness.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.PackagedGateway;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two kills; {@code docs/webhooks/run.sh} delivers thousands of events with a kill each minute. */
@Tag("harness")
class WebhookDeliveryTest {

    private static final int EVENTS = 150;
    private static final int KILLS = 2;
    private static final int LIVES = 12;

    @TempDir
    private Path directory;

    @Test
    void eachEventArrivesInItsOrderWhoeverIsKilled() {
        Plan plan = new Plan(EVENTS, KILLS, Duration.ofSeconds(8), LIVES, PackagedGateway.options(), directory);

        Findings findings = new WebhookRun(plan).run();

        assertThat(findings.violations()).isEmpty();
        assertThat(findings.events()).isGreaterThanOrEqualTo(EVENTS);
        assertThat(findings.kills()).isGreaterThanOrEqualTo(KILLS);
        assertThat(findings.refused()).isPositive();
    }
}
