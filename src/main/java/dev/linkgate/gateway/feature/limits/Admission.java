package dev.linkgate.gateway.feature.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.core.inbound.kept.RequestAccount;
import dev.linkgate.gateway.core.inbound.kept.RequestAccounts;
import dev.linkgate.gateway.core.platform.concurrency.Capacity;
import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.replica.EverySecond;
import dev.linkgate.gateway.core.platform.replica.ReplicaCount;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.feature.limits.connections.ClientConnections;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What all requests share: places to work and to wait, bytes, memory. */
@Component
class Admission implements RequestAccounts, EverySecond {

    private static final int SECONDS_TO_REMEASURE = 5;

    private final MemoryWatch memory = new MemoryWatch().start();
    private final LimitSettings settings;
    private final UnknownCallers unknown;
    private final ClientConnections connections;
    private final TeamQuota requests;
    private final TeamQuota waits;
    private final TeamQuota bytes;
    private final MeterRegistry meters;

    /** Each gets an equal part of a team's share. */
    private final ReplicaCount replicas;

    private int seconds;

    Admission(
            LimitSettings settings,
            UnknownCallers unknown,
            Capacity capacity,
            ClientConnections connections,
            ReplicaCount replicas,
            MeterRegistry meters) {
        this.settings = settings;
        this.unknown = unknown;
        this.replicas = replicas;
        this.connections = connections;
        this.requests = new TeamQuota("requests", capacity.requests());
        this.waits = new TeamQuota("waiting requests", capacity.waits());
        this.bytes = new TeamQuota("bytes of requests and of answers that are not sent yet", capacity.bytes());
        this.meters = meters;
        Metric.REQUESTS_ACTIVE
                .gauge(requests, TeamQuota::used)
                .tag("kind", "working")
                .register(meters);
        Metric.REQUESTS_ACTIVE
                .gauge(waits, TeamQuota::used)
                .tag("kind", "waiting")
                .register(meters);
        Metric.BYTES_KEPT.gauge(bytes, TeamQuota::used).register(meters);
        Metric.MEMORY_IN_USE.gauge(memory, MemoryWatch::inUse).register(meters);
    }

    /**
     * Makes the filters that decide whether a request is admitted. The caller must be known by then, or found to be
     * unknown.
     *
     * @param retryTimes how long a request waits for its next try instead of being refused; zero if not at all
     */
    List<Filter> filters(RetryTimes retryTimes) {
        List<Filter> filters = new ArrayList<>();
        filters.add(new AdmissionFilter(unknown, retryTimes, connections, memory, requests, waits));
        if (settings.teamRequestsPerMinute() > 0) {
            filters.add(new TeamRateFilter(
                    new PerMinuteLimit(
                            () -> Math.ceilDiv(settings.teamRequestsPerMinute(), replicas.living()),
                            Ticker.systemTicker()),
                    meters));
        }
        return filters;
    }

    @Override
    public RequestAccount account(RequestContext context) {
        return new RequestAccount(context, bytes);
    }

    @Override
    public HttpServletRequest counted(HttpServletRequest request, RequestAccount account) {
        return new CountedBody(request, account, settings.bodyTimeout(), System::nanoTime);
    }

    /** Whether there is enough memory for the requests of all known callers. */
    boolean hasRoom() {
        return memory.hasRoom();
    }

    /** Measures the memory again, not each time, because that may collect the whole heap. */
    @Override
    public void everySecond() {
        seconds++;
        if (seconds % SECONDS_TO_REMEASURE == 0) {
            memory.remeasure();
        }
    }
}
