package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.feature.webhooks.target.WebhookUrl;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends an event to a webhook once, signed with its secrets. */
@Component
class Sender {

    private final ReceiverClient receivers;
    private final KeyRing keys;
    private final WebhookMetrics metrics;
    private final JsonMapper json;
    private final WebhookSettings settings;
    private final InstantSource clock;

    Sender(
            ReceiverClient receivers,
            KeyRing keys,
            WebhookMetrics metrics,
            JsonMapper json,
            WebhookSettings settings,
            InstantSource clock) {
        this.receivers = receivers;
        this.keys = keys;
        this.metrics = metrics;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param id the event's
     * @param body the event as a CloudEvent in JSON
     */
    TryResult send(Webhook webhook, String id, String body) {
        long begun = System.nanoTime();
        TryResult result = trySending(webhook, id, body);
        metrics.tried(webhook.name(), result, Duration.ofNanos(System.nanoTime() - begun));
        return result;
    }

    private TryResult trySending(Webhook webhook, String id, String body) {
        try {
            WebhookUrl url = WebhookUrl.of(webhook.url());
            return receivers.send(url, id, body, webhook.signers(keys, clock.instant()));
        } catch (UnreadableSecret e) {
            return new TryResult.NoAnswer("the webhook's secret cannot be decrypted: " + e.reason());
        } catch (IllegalArgumentException e) {
            return new TryResult.NoAnswer("the URL " + e.getMessage());
        }
    }

    /** Sends an event of the type {@code webhook.test}, beside those that wait, also to a webhook that is disabled. */
    TestResult test(Webhook webhook) {
        CloudEvent event = CloudEvent.test(webhook.name(), settings.source(), Micros.now(clock));
        long begun = System.nanoTime();
        TryResult result = send(webhook, event.id(), json.writeValueAsString(event));
        return TestResult.of(event.id(), result, Duration.ofNanos(System.nanoTime() - begun));
    }

    /**
     * How a test ended.
     *
     * @param event the id of the event that was sent
     * @param delivered whether the receiver answered with a 2xx
     * @param status of the answer; absent if there was none
     * @param body the beginning of the answer's body
     * @param detail why the event was not delivered
     */
    record TestResult(
            @Schema(example = "evt_00112233445566778899aabbccddeeff")
            String event,

            boolean delivered,

            @Schema(example = "204") @Nullable Integer status,

            @Schema(example = "ok") @Nullable String body,

            @Nullable String detail,

            @Schema(example = "48") long durationMillis) {

        private static TestResult of(String event, TryResult result, Duration took) {
            return switch (result) {
                case TryResult.Answered answered ->
                    new TestResult(
                            event,
                            answered.delivered(),
                            answered.status(),
                            answered.body(),
                            answered.delivered() ? null : answered.problem(),
                            took.toMillis());
                case TryResult.NoAnswer none -> new TestResult(event, false, null, null, none.why(), took.toMillis());
            };
        }
    }
}
