package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.concurrency.PeriodicTask;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Does what is to be done {@link EverySecond}, one after the other. */
@Component
final class EverySecondLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EverySecondLoop.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<EverySecond> all;
    private final PeriodicTask task = new PeriodicTask("every-second", Duration.ZERO, Duration.ZERO, this::beat);

    EverySecondLoop(List<EverySecond> all) {
        this.all = all;
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

    private Duration beat() {
        for (EverySecond each : all) {
            try {
                each.everySecond();
            } catch (RuntimeException e) {
                log.warn("What {} does every second failed", each.getClass().getSimpleName(), e);
            }
        }
        return SECOND;
    }
}
