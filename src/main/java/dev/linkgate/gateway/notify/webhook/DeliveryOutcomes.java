package dev.linkgate.gateway.notify.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores how tries ended, and decides when the next ones are. */
@Component
class DeliveryOutcomes {

    private static final Logger log = LoggerFactory.getLogger(DeliveryOutcomes.class);

    /** After so many failures in a row a webhook rests between its tries. */
    private static final int FAILING = 10;

    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    /** A receiver may ask for a pause of this length at most. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(4);

    private static final int GONE = 410;

    private final Webhooks webhooks;
    private final DeliveryStore deliveries;
    private final WebhookMetrics metrics;
    private final TransactionTemplate transactions;
    private final WebhookSettings settings;
    private final InstantSource clock;

    DeliveryOutcomes(
            Webhooks webhooks,
            DeliveryStore deliveries,
            WebhookMetrics metrics,
            TransactionTemplate transactions,
            WebhookSettings settings,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param failures of a webhook, since its last success */
    static boolean isFailing(long failures) {
        return failures >= FAILING;
    }

    /** @return whether the delivery has ended */
    boolean store(Webhook webhook, Delivery delivery, TryResult result) {
        return switch (result) {
            case TryResult.Answered answered -> {
                if (answered.delivered()) {
                    yield delivered(delivery, answered.status());
                }
                yield failed(
                        webhook,
                        delivery,
                        answered.status(),
                        "the receiver answered " + answered.status(),
                        shorter(answered.retryAfter()));
            }
            case TryResult.NoAnswer none -> failed(webhook, delivery, null, none.why(), null);
        };
    }

    private boolean delivered(Delivery delivery, int status) {
        String name = delivery.webhook();
        Instant now = clock.instant();
        transactions.executeWithoutResult(transaction -> {
            boolean wasFailing = deliveries.lock(name, 0).isPresent() && isFailing(deliveries.failures(name));
            deliveries.noteSuccess(name);
            deliveries.end(delivery, DeliveryState.DELIVERED, now, status, null);
            if (wasFailing) {
                deliveries.hurry(name, now);
                log.info("Webhook {} can be delivered to again", name);
            }
        });
        return true;
    }

    private boolean failed(
            Webhook webhook, Delivery delivery, @Nullable Integer status, String why, @Nullable Duration retryAfter) {
        Instant now = clock.instant();
        Instant end = delivery.createdAt().plus(settings.giveUpAfter());
        boolean gone = status != null && status == GONE;
        boolean givenUp = gone || !now.isBefore(end);
        boolean stored = transactions.execute(transaction -> {
            boolean known = deliveries.lock(webhook.name(), 0).isPresent();
            if (!known) {
                return false;
            }
            noteFailure(webhook.name(), now, why, retryAfter);
            if (givenUp) {
                return deliveries.end(delivery, DeliveryState.GIVEN_UP, now, status, why);
            }
            Instant next =
                    now.plus(longer(RetryPauses.after(delivery.tries() + 1, settings.longestPause()), retryAfter));
            return deliveries.failed(delivery, now, next.isBefore(end) ? next : end, status, why);
        });
        if (stored && givenUp) {
            metrics.givenUp(webhook.name(), 1);
            log.warn(
                    "Webhook {}: the event {} ({}) is given up: {}",
                    webhook.name(),
                    delivery.eventId(),
                    delivery.type(),
                    why);
        }
        if (gone) {
            webhooks.disable(webhook, "the receiver answered 410: it is gone");
        }
        return givenUp;
    }

    private void noteFailure(String name, Instant now, String why, @Nullable Duration retryAfter) {
        long failures = deliveries.noteFailure(name);
        Duration rest = retryAfter == null ? Duration.ZERO : retryAfter;
        if (isFailing(failures)) {
            Duration longest =
                    settings.longestPause().compareTo(LONGEST_REST) < 0 ? settings.longestPause() : LONGEST_REST;
            rest = longer(RetryPauses.after((int) (failures - FAILING) + 1, longest), rest);
        }
        if (rest.isPositive()) {
            deliveries.rest(name, now.plus(rest));
        }
        if (failures == FAILING) {
            log.warn(
                    "Webhook {}: {} tries in a row have failed, so there are fewer from now on: {}",
                    name,
                    failures,
                    why);
        }
    }

    private static @Nullable Duration shorter(@Nullable Duration asked) {
        return asked == null || asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    }

    private static Duration longer(Duration one, @Nullable Duration other) {
        return other == null || one.compareTo(other) > 0 ? one : other;
    }
}
