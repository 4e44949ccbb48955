package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.outbox.Outbox;
import dev.linkgate.gateway.platform.outbox.StoredEvent;
import dev.linkgate.gateway.platform.store.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives events of the outbox to the webhooks that want them. Events are taken and their deliveries added in one transaction,
 * so each event is given once, whichever replicas try at the same time.
 */
@Component
class EventFanOut {

    /** The deliveries of one transaction, about: on SQLite, all other writers wait for its end. */
    private static final int AT_ONCE = 50;

    private final Outbox outbox;
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final WebhookMetrics metrics;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final WebhookSettings settings;
    private final InstantSource clock;

    EventFanOut(
            Outbox outbox,
            WebhookStore webhooks,
            DeliveryStore deliveries,
            WebhookMetrics metrics,
            TransactionTemplate transactions,
            JsonMapper json,
            WebhookSettings settings,
            InstantSource clock) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.transactions = transactions;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Gives the oldest events to the webhooks.
     *
     * @return whether there may be more
     */
    boolean run() {
        if (outbox.isEmpty()) {
            return false; // without a transaction, which on SQLite would keep writers waiting
        }
        return transactions.execute(status -> {
            List<Webhook> receivers =
                    webhooks.all().stream().filter(Webhook::enabled).toList();
            int most = Math.max(1, AT_ONCE / Math.max(1, receivers.size()));
            List<StoredEvent> events = outbox.oldest(most);
            for (StoredEvent event : events) {
                if (!outbox.take(event.id())) {
                    status.setRollbackOnly(); // another replica has just given it, and some behind it
                    return true;
                }
            }
            receivers.forEach(webhook -> give(webhook, events));
            return events.size() == most;
        });
    }

    private void give(Webhook webhook, List<StoredEvent> events) {
        List<StoredEvent> wanted =
                events.stream().filter(webhook.filter()::wants).toList();
        if (wanted.isEmpty()) {
            return;
        }
        deliveries.lock(webhook.name(), wanted.size()).ifPresent(last -> {
            long room = settings.backlog() - deliveries.waiting(webhook.name());
            long position = last - wanted.size();
            Instant now = Micros.toInstant(Micros.of(clock.instant()));
            for (StoredEvent event : wanted) {
                position++;
                Delivery delivery = new Delivery(
                        webhook.name(),
                        position,
                        event.id(),
                        event.type(),
                        event.subject(),
                        json.writeValueAsString(CloudEvent.of(event, settings.source())),
                        now,
                        0);
                if (room > 0) {
                    deliveries.add(delivery);
                    room--;
                } else {
                    deliveries.addGivenUp(
                            delivery, settings.backlog() + " events were waiting for the webhook already");
                    metrics.givenUp(webhook.name(), 1);
                }
            }
        });
    }
}
