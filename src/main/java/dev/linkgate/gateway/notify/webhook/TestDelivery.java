package dev.linkgate.gateway.notify.webhook;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends an event of the type {@code webhook.test} once, beside the queue, also to a webhook that is disabled. */
@Component
class TestDelivery {

    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

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
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        String id = "evt_" + HexFormat.of().formatHex(random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String body = json.writeValueAsString(CloudEvent.test(id, webhook.name(), settings.source(), now));
        long begun = System.nanoTime();
        TryResult result = sender.send(webhook, id, body);
        return TestResult.of(id, result, Duration.ofNanos(System.nanoTime() - begun));
    }
}
