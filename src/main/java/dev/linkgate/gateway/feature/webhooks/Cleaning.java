package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.feature.tasks.EveryMinute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends the deliveries that are not tried any more, removes the oldest ended ones, and measures the waiting ones. An
 * event whose time is over is given up here if its webhook is disabled or rests; otherwise its next try decides.
 */
@Component
class Cleaning implements EveryMinute {

    /** How many events may wait for one webhook. */
    private static final int BACKLOG = 20_000;

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final WebhookMetrics metrics;
    private final TransactionTemplate transactions;
    private final InstantSource clock;

    Cleaning(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            WebhookMetrics metrics,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void everyMinute() {
        List<Webhook> all = webhooks.all();
        metrics.keepOnly(all.stream().map(Webhook::name).collect(Collectors.toSet()));
        all.forEach(this::clean);
        deliveries.forgetOrphans();
        measure();
    }

    private void clean(Webhook webhook) {
        String name = webhook.name();
        int given = transactions.execute(status -> {
            boolean isFailing =
                    deliveries.lock(name).filter(DeliveryOutcomes::isFailing).isPresent();
            deliveries.forget(name);
            int beyond =
                    deliveries.giveUpBeyond(name, BACKLOG, BACKLOG + " events were waiting for the webhook already");
            Instant end = clock.instant().minus(DeliveryOutcomes.LIFE);
            if (!webhook.enabled()) {
                return beyond + deliveries.giveUpOlder(name, end, "the webhook is disabled");
            }
            return isFailing ? beyond + deliveries.giveUpOlder(name, end, "its time was over before a try") : beyond;
        });
        if (given > 0) {
            metrics.givenUp(name, given);
        }
    }

    private void measure() {
        DeliveryStore.Waiting waiting = deliveries.waiting();
        Instant since = waiting.since();
        metrics.waiting(waiting.events(), since == null ? Duration.ZERO : Duration.between(since, clock.instant()));
    }
}
