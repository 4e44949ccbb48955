package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.task.EveryMinute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends what nobody tries any more, removes the oldest of what has ended, and measures what waits. An event whose time is
 * over is given up here if its webhook is disabled or rests; otherwise its next try decides.
 */
@Component
class Cleaning implements EveryMinute {

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final WebhookMetrics metrics;
    private final DeliveryReport report;
    private final TransactionTemplate transactions;
    private final WebhookSettings settings;
    private final InstantSource clock;

    Cleaning(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            WebhookMetrics metrics,
            DeliveryReport report,
            TransactionTemplate transactions,
            WebhookSettings settings,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.report = report;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void everyMinute() {
        List<Webhook> all = webhooks.all();
        metrics.keepOnly(all.stream().map(Webhook::name).collect(Collectors.toSet()));
        all.forEach(this::clean);
        measure();
    }

    private void clean(Webhook webhook) {
        String name = webhook.name();
        Instant now = clock.instant();
        int given = Optional.ofNullable(transactions.execute(status -> {
                    deliveries.lock(name, 0);
                    deliveries.forget(name);
                    return webhook.enabled() && !DeliveryOutcomes.isFailing(deliveries.failures(name))
                            ? 0
                            : deliveries.giveUp(
                                    name,
                                    now.minus(settings.giveUpAfter()),
                                    now,
                                    webhook.enabled() ? "its time was over before a try" : "the webhook is disabled");
                }))
                .orElse(0);
        if (given > 0) {
            metrics.givenUp(name, given);
        }
    }

    private void measure() {
        DeliveryReport.Waiting waiting = report.waiting();
        Instant since = waiting.since();
        metrics.waiting(waiting.events(), since == null ? Duration.ZERO : Duration.between(since, clock.instant()));
    }
}
