package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.gateway.core.platform.digest.DigestChallenge;
import dev.linkgate.gateway.core.platform.observability.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.http.HttpHeaders;

/**
 * Counts round trips, and Atlas's challenges by reason. It lies below authentication, which hides both.
 */
public final class CountedChannel implements AtlasChannel {

    private final AtlasChannel inner;
    private final Counter trips;
    private final Counter notShown;
    private final Counter stale;
    private final Counter refused;

    public CountedChannel(AtlasChannel inner, MeterRegistry meters) {
        this.inner = inner;
        this.trips = Metric.ATLAS_ROUND_TRIPS.counter().register(meters);
        this.notShown = challenges(meters, "none-shown");
        this.stale = challenges(meters, "stale");
        this.refused = challenges(meters, "refused");
    }

    private static Counter challenges(MeterRegistry meters, String reason) {
        return Metric.ATLAS_CHALLENGES.counter().tag("reason", reason).register(meters);
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        trips.increment();
        AtlasResponse response = inner.exchange(request);
        if (FaultClassifier.refusesCredential(response)) {
            reason(request, response).increment();
        }
        return response;
    }

    private Counter reason(AtlasRequest request, AtlasResponse response) {
        if (request.authorization() == null) {
            return notShown;
        }
        boolean saysStale = DigestChallenge.firstSupported(response.headers().getOrEmpty(HttpHeaders.WWW_AUTHENTICATE))
                .filter(DigestChallenge::stale)
                .isPresent();
        return saysStale ? stale : refused;
    }
}
