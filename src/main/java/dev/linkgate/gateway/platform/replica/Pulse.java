package dev.linkgate.gateway.platform.replica;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Does what is to be done {@link EverySecond}, one after the other. */
@Component
final class Pulse {

    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    private static final long SECOND_MILLIS = 1_000;

    private final List<EverySecond> all;

    Pulse(List<EverySecond> all) {
        this.all = all;
    }

    @Scheduled(fixedDelay = SECOND_MILLIS)
    void beat() {
        for (EverySecond each : all) {
            try {
                each.everySecond();
            } catch (RuntimeException e) {
                log.warn("What {} does every second failed", each.getClass().getSimpleName(), e);
            }
        }
    }
}
