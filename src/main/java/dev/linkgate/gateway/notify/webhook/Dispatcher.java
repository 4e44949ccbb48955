package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.replica.DatabaseClock;
import dev.linkgate.gateway.platform.replica.PeriodicTask;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Gives new events to webhooks, begins the deliveries that are due, and once in a while removes what is old. */
@Component
class Dispatcher implements SmartLifecycle {

    private static final Duration CLEANING = Duration.ofMinutes(1);
    private static final Duration PATIENCE_AT_SHUTDOWN = Duration.ofSeconds(5);

    private final EventFanOut fanOut;
    private final DeliveryStore deliveries;
    private final DeliveryWorker worker;
    private final Cleaning cleaning;
    private final WebhookSettings settings;
    private final DatabaseClock clock;
    private final PeriodicTask task =
            new PeriodicTask("webhook-dispatcher", Duration.ZERO, PATIENCE_AT_SHUTDOWN, this::work);
    private Instant cleanAt = Instant.MIN;

    Dispatcher(
            EventFanOut fanOut,
            DeliveryStore deliveries,
            DeliveryWorker worker,
            Cleaning cleaning,
            WebhookSettings settings,
            DatabaseClock clock) {
        this.fanOut = fanOut;
        this.deliveries = deliveries;
        this.worker = worker;
        this.cleaning = cleaning;
        this.settings = settings;
        this.clock = clock;
    }

    private Duration work() {
        if (!clock.isTrusted()) {
            return settings.pollInterval();
        }
        boolean more = fanOut.run();
        Instant now = clock.instant();
        deliveries.dueWebhooks(now).forEach(worker::begin);
        if (!now.isBefore(cleanAt)) {
            cleaning.run();
            cleanAt = now.plus(CLEANING);
        }
        return more ? Duration.ZERO : settings.pollInterval();
    }

    @Override
    public void start() {
        task.start();
    }

    @Override
    public void stop() {
        task.stop();
    }

    @Override
    public boolean isRunning() {
        return task.isRunning();
    }
}
