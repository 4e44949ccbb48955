package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Sends an event to a webhook once, signed with its secrets. */
@Component
class Sender {

    private final ReceiverClient receivers;
    private final KeyRing keys;
    private final WebhookMetrics metrics;
    private final InstantSource clock;

    Sender(ReceiverClient receivers, KeyRing keys, WebhookMetrics metrics, InstantSource clock) {
        this.receivers = receivers;
        this.keys = keys;
        this.metrics = metrics;
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
            return receivers.send(url, new Outgoing(id, body, webhook.signers(keys, clock.instant())));
        } catch (UnreadableSecret e) {
            return new TryResult.NoAnswer("the webhook's secret cannot be decrypted: " + e.reason());
        } catch (IllegalArgumentException e) {
            return new TryResult.NoAnswer("the URL " + e.getMessage());
        }
    }
}
