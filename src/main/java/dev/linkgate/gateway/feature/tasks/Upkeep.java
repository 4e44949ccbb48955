package dev.linkgate.gateway.feature.tasks;

import dev.linkgate.gateway.core.access.Features;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Does what is to be done {@link EveryMinute}, one after the other. */
@Component
final class Upkeep implements RecurringTask {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final List<EveryMinute> all;

    Upkeep(Features features, List<EveryMinute> all) {
        this.all = all.stream().filter(features::isOn).toList();
    }

    @Override
    public String name() {
        return "upkeep";
    }

    @Override
    public Duration run(TaskLease lease) {
        for (EveryMinute each : all) {
            if (lease.continues()) {
                run(each);
            }
        }
        return Duration.ofMinutes(1);
    }

    private static void run(EveryMinute each) {
        try {
            each.everyMinute();
        } catch (RuntimeException e) {
            log.warn(
                    "The upkeep by {} failed, and is tried again in a minute: {}",
                    each.getClass().getSimpleName(),
                    e.toString());
        }
    }
}
