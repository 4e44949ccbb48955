package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.feature.webhooks.DeliveryView.DeliveryState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
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

    /** After each failure. */
    private static final List<Duration> PAUSES = Stream.of(1, 5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400)
            .map(Duration::ofSeconds)
            .toList();

    /** The part by which pauses vary, so that many events do not come at once. */
    private static final double SPREAD = 0.2;

    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    /** A receiver may ask for a pause of this length at most. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(4);

    /** How long an event is tried. */
    static final Duration LIFE = Duration.ofDays(1);

    private static final int GONE = 410;

    private final Webhooks webhooks;
    private final DeliveryStore deliveries;
    private final WebhookMetrics metrics;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;
    private final WebhookSettings settings;
    private final InstantSource clock;

    DeliveryOutcomes(
            Webhooks webhooks,
            DeliveryStore deliveries,
            WebhookMetrics metrics,
            TransactionTemplate transactions,
            AuditTrail audit,
            WebhookSettings settings,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.transactions = transactions;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param failures of a webhook, since its last success */
    static boolean isFailing(long failures) {
        return failures >= FAILING;
    }

    /** Stores how a try ended. */
    void store(Webhook webhook, Delivery delivery, TryResult result) {
        switch (result) {
            case TryResult.Answered answered -> {
                if (answered.delivered()) {
                    delivered(delivery, answered.status());
                } else {
                    failed(webhook, delivery, answered.status(), answered.problem(), answered.retryAfter());
                }
            }
            case TryResult.NoAnswer none -> failed(webhook, delivery, null, none.why(), null);
        }
    }

    private void delivered(Delivery delivery, int status) {
        String name = delivery.webhook();
        Instant now = clock.instant();
        transactions.executeWithoutResult(transaction -> {
            boolean wasFailing =
                    deliveries.lock(name).filter(DeliveryOutcomes::isFailing).isPresent();
            deliveries.noteSuccess(name);
            deliveries.tried(delivery, DeliveryState.DELIVERED, now, status, null);
            if (wasFailing) {
                deliveries.hurry(name, now);
                log.info("Webhook {} can be delivered to again", name);
            }
        });
    }

    private void failed(
            Webhook webhook, Delivery delivery, @Nullable Integer status, String why, @Nullable Duration retryAfter) {
        Instant now = clock.instant();
        Instant end = delivery.createdAt().plus(LIFE);
        boolean gone = status != null && status == GONE;
        boolean givenUp = gone || !now.isBefore(end);
        Duration asked = shorter(retryAfter == null ? Duration.ZERO : retryAfter, LONGEST_ASKED);
        boolean stored = transactions.execute(transaction -> {
            Optional<Long> failures = deliveries.lock(webhook.name()).map(before -> before + 1);
            if (failures.isEmpty()) {
                return false;
            }
            Duration rest = longer(rest(webhook, failures.get(), why), asked);
            deliveries.noteFailure(webhook.name(), rest.isPositive() ? now.plus(rest) : null);
            if (givenUp) {
                return deliveries.tried(delivery, DeliveryState.GIVEN_UP, now, status, why);
            }
            Instant next = now.plus(longer(pauseAfter(delivery.tries() + 1, settings.longestPause()), asked));
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
            disable(webhook);
        }
    }

    private void disable(Webhook webhook) {
        audit.write(
                RequestContext.system("webhook-" + webhook.name()),
                WebhookWords.WEBHOOK_PUT,
                Target.of(WebhookWords.WEBHOOK, webhook.name()),
                200,
                intent -> {
                    Optional<Webhook> disabled = webhooks.disable(webhook, "the receiver answered 410: it is gone");
                    disabled.ifPresent(now -> intent.changed(webhook, now));
                    return disabled;
                });
    }

    /** How long a webhook rests after as many failures. */
    private Duration rest(Webhook webhook, long failures, String why) {
        if (failures == FAILING) {
            log.warn(
                    "Webhook {}: {} tries in a row have failed, so there are fewer from now on: {}",
                    webhook.name(),
                    failures,
                    why);
        }
        return isFailing(failures)
                ? pauseAfter(failures - FAILING + 1, shorter(settings.longestPause(), LONGEST_REST))
                : Duration.ZERO;
    }

    /** @param failed how many tries have failed, at least one */
    private static Duration pauseAfter(long failed, Duration longest) {
        Duration pause = shorter(PAUSES.get((int) Math.min(failed, PAUSES.size()) - 1), longest);
        double factor = 1 - SPREAD + 2 * SPREAD * ThreadLocalRandom.current().nextDouble();
        return Duration.ofNanos((long) (pause.toNanos() * factor));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
