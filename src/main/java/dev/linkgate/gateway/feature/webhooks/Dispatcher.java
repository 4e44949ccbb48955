package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.feature.tasks.RecurringTask;
import dev.linkgate.gateway.feature.tasks.TaskLease;
import dev.linkgate.gateway.feature.tasks.TaskQueue;
import dev.linkgate.gateway.feature.tasks.TaskSettings;
import dev.linkgate.gateway.feature.webhooks.following.TargetObserver;
import dev.linkgate.gateway.feature.webhooks.following.TrailFollower;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Follows the trail for events, and begins the deliveries that are due. */
@Component
class Dispatcher implements RecurringTask {

    /** While there is more, so that it takes a part of the database only. */
    private static final Duration SHORT_PAUSE = Duration.ofMillis(10);

    private final TrailFollower trail;
    private final TargetObserver targets;
    private final Webhooks webhooks;
    private final DeliveryStore deliveries;
    private final TaskQueue queue;
    private final TaskSettings settings;
    private final InstantSource clock;

    Dispatcher(
            TrailFollower trail,
            TargetObserver targets,
            Webhooks webhooks,
            DeliveryStore deliveries,
            TaskQueue queue,
            TaskSettings settings,
            InstantSource clock) {
        this.trail = trail;
        this.targets = targets;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.queue = queue;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Duration run(TaskLease lease) {
        boolean more = false;
        boolean receivers = webhooks.anyEnabled();
        try {
            more = trail.follow();
            if (receivers) { // while no receiver is enabled nothing is followed; what is written then is followed later
                targets.observeDue();
            }
        } finally { // a trail that cannot be followed holds no other event up
            if (receivers) {
                deliveries.dueWebhooks(clock.instant()).forEach(this::begin);
            }
        }
        return more ? SHORT_PAUSE : settings.pollInterval();
    }

    private void begin(String webhook) {
        if (queue.add(DeliveryRun.NAME, webhook)) {
            queue.wake();
        }
    }
}
