package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.inbound.authentication.PathGuard;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import dev.linkgate.gateway.feature.limits.RetryTimes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the filters must know of the Atlas API: whether it is turned off, and how long a request may be tried again. */
@Component
final class AtlasApiRequests implements PathGuard, RetryTimes {

    private static final Failure TURNED_OFF =
            Failure.of(ProblemCode.NOT_OFFERED, "The operator has turned off the Atlas API of this gateway.");

    /** Atlas's API has much more. Its tools take 404 for a resource that is gone, and forget it. */
    private static final Failure NOT_OFFERED = Failure.of(
            ProblemCode.NOT_OFFERED,
            "This gateway offers only the private endpoints of Atlas, and what tools read beside them. For anything"
                    + " else use Atlas itself.");

    private final boolean enabled;
    private final Duration deadline;

    AtlasApiRequests(AtlasApiSettings settings, AtlasSettings atlas) {
        this.enabled = settings.enabled();
        this.deadline = atlas.deadline();
    }

    /** This API and its tokens are turned off together. */
    @Override
    public Optional<Failure> closed(HttpServletRequest request) {
        return !enabled && RequestedApi.of(request) != RequestedApi.LINKGATE
                ? Optional.of(TURNED_OFF)
                : Optional.empty();
    }

    @Override
    public Optional<Failure> unknown(HttpServletRequest request) {
        return RequestedApi.of(request) == RequestedApi.ATLAS ? Optional.of(NOT_OFFERED) : Optional.empty();
    }

    /**
     * How long a request waits for its next try instead of being refused for a moment. Atlas's tools poll for an hour,
     * and end at the first answer but 200 and 404; the deadline keeps that wait within what clients and load balancers
     * allow.
     */
    @Override
    public Duration of(HttpServletRequest request) {
        return enabled && RequestedApi.of(request) == RequestedApi.ATLAS ? deadline : Duration.ZERO;
    }
}
