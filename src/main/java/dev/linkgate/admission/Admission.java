package dev.linkgate.admission;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.kernel.ReplicasCounted;
import dev.linkgate.kernel.TeamQuota;
import dev.linkgate.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The filters that decide whether a request is admitted. */
@Component
public class Admission {

    private static final long REMEASURE_MILLIS = 5_000;

    private final MemoryWatch memory = new MemoryWatch().start();
    private final List<Filter> filters = new ArrayList<>();

    /** Each gets an equal part of a team's share. */
    private volatile int replicas = 1;

    Admission(LimitSettings settings, Capacity capacity, ClientConnections connections, MeterRegistry meters) {
        TeamQuota requests = new TeamQuota("requests", capacity.requests());
        TeamQuota waits = new TeamQuota("waiting requests", capacity.waits());
        filters.add(new AdmissionFilter(settings, connections, memory, requests, waits));
        if (settings.teamRequestsPerMinute() > 0) {
            filters.add(new TeamRateFilter(
                    new PerMinuteLimit(
                            () -> Math.ceilDiv(settings.teamRequestsPerMinute(), replicas), Ticker.systemTicker()),
                    meters));
        }
        Metric.REQUESTS_ACTIVE
                .gauge(requests, TeamQuota::used)
                .tag("kind", "working")
                .register(meters);
        Metric.REQUESTS_ACTIVE
                .gauge(waits, TeamQuota::used)
                .tag("kind", "waiting")
                .register(meters);
        Metric.MEMORY_IN_USE.gauge(memory, MemoryWatch::inUse).register(meters);
    }

    /** The filters in order, to follow the one that identifies the caller. */
    public List<Filter> filters() {
        return List.copyOf(filters);
    }

    @EventListener
    void divideBy(ReplicasCounted counted) {
        replicas = counted.living();
    }

    /** Whether there is enough memory for the requests of all known callers. */
    boolean hasRoom() {
        return memory.hasRoom();
    }

    @Scheduled(fixedDelay = REMEASURE_MILLIS)
    void remeasureMemory() {
        memory.remeasure();
    }
}
