package dev.linkgate.gateway.core.atlas.pacing;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Pauses requests while most of them fail, with a {@link ResourcesBreaker} for each project's private endpoints, for
 * its clusters and for its events, so that a project whose requests fail does not stop the others. If Atlas is down,
 * each opens by itself.
 *
 * <p>A trial is a caller's: a read in the background is sent only while all breakers of its project are closed. A
 * breaker is forgotten when it has not been used for a while, so that one that no caller tries does not hold such reads
 * back for ever.
 */
public final class CircuitBreakerChannel implements AtlasChannel {

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final AtlasChannel inner;
    private final LoadingCache<String, ResourcesBreaker> breakers;

    public CircuitBreakerChannel(
            AtlasChannel inner,
            ResilienceSettings.Breaker settings,
            InstantSource clock,
            WaitMetrics waits,
            MeterRegistry meters) {
        this.inner = inner;
        Counter refusals = Metric.ATLAS_BREAKER_REFUSALS.counter().register(meters);
        this.breakers = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterAccess(FORGOTTEN_AFTER)
                .build(resources -> new ResourcesBreaker(resources, settings, clock, waits, refusals));
        Metric.ATLAS_BREAKER_STATE
                .gauge(this, CircuitBreakerChannel::worstState)
                .register(meters);
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        if (request.isBackground() && !allAreClosed(request)) {
            throw AtlasFault.BREAKER_OPEN.failure().toException();
        }
        return breakers.get(request.resources()).exchange(request, inner);
    }

    private boolean allAreClosed(AtlasRequest request) {
        return breakers.asMap().entrySet().stream()
                .filter(each -> request.isOfSameProject(each.getKey()))
                .allMatch(each -> each.getValue().state() == ResourcesBreaker.CLOSED);
    }

    private int worstState() {
        return breakers.asMap().values().stream()
                .mapToInt(ResourcesBreaker::state)
                .max()
                .orElse(0);
    }
}
