package dev.linkgate.gateway.notify.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends an event of the type {@code webhook.test} once, beside the queue, also to a webhook that is disabled. */
@Component
class TestDelivery {

    private final Sender sender;
    private final JsonMapper json;
    private final WebhookSettings settings;
    private final InstantSource clock;

    TestDelivery(Sender sender, JsonMapper json, WebhookSettings settings, InstantSource clock) {
        this.sender = sender;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    TestResult send(Webhook webhook) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CloudEvent event = CloudEvent.test(webhook.name(), settings.source(), now);
        long begun = System.nanoTime();
        TryResult result = sender.send(webhook, event.id(), json.writeValueAsString(event));
        return TestResult.of(event.id(), result, Duration.ofNanos(System.nanoTime() - begun));
    }
}
