package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.feature.tasks.QueuedTask;
import dev.linkgate.gateway.feature.tasks.TaskLease;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/**
 * Makes the deliveries of one webhook that are due: a few at once, or one at a time while they keep failing. Deliveries
 * of different webhooks are made at the same time.
 */
@Component
class DeliveryRun implements QueuedTask {

    static final String NAME = "webhook";

    private static final int AT_ONCE = 4;

    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final Sender sender;
    private final DeliveryOutcomes outcomes;
    private final InstantSource clock;

    DeliveryRun(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            Sender sender,
            DeliveryOutcomes outcomes,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sender = sender;
        this.outcomes = outcomes;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Until nothing is due. */
    @Override
    public Optional<Duration> run(String name, TaskLease lease) throws InterruptedException {
        while (lease.continues()) {
            Optional<Webhook> webhook = webhooks.find(name);
            int most = DeliveryOutcomes.isFailing(deliveries.failures(name)) ? 1 : AT_ONCE;
            List<Delivery> due = deliveries.due(name, clock.instant(), most);
            if (webhook.isEmpty() || due.isEmpty()) {
                break;
            }
            deliver(webhook.get(), due);
        }
        return Optional.empty();
    }

    private void deliver(Webhook webhook, List<Delivery> due) throws InterruptedException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("webhook-", 0).factory())) {
            List<Callable<Object>> work = due.stream()
                    .map(delivery -> Executors.callable(() -> deliver(webhook, delivery)))
                    .toList();
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a try could not be stored", e.getCause());
        }
    }

    private void deliver(Webhook webhook, Delivery delivery) {
        outcomes.store(webhook, delivery, sender.send(webhook, delivery.eventId(), delivery.body()));
    }
}
