package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What the filters must know of the Atlas API: whether it is turned off, and how long a request may be tried again. */
@Component
public class AtlasApiRequests {

    private final boolean enabled;
    private final Duration deadline;

    AtlasApiRequests(AtlasApiSettings settings, AtlasSettings atlas) {
        this.enabled = settings.enabled();
        this.deadline = atlas.deadline();
    }

    /** Whether the request is for this API or its tokens, and they are turned off. */
    public boolean isTurnedOff(HttpServletRequest request) {
        return !enabled && RequestedApi.of(request) != RequestedApi.LINKGATE;
    }

    /**
     * How long a request waits for its next try instead of being refused for a moment. Atlas's tools poll for an hour,
     * and end at the first answer but 200 and 404; the deadline keeps that wait within what clients and load balancers
     * allow.
     */
    public Duration retryTime(HttpServletRequest request) {
        return enabled && RequestedApi.of(request) == RequestedApi.ATLAS ? deadline : Duration.ZERO;
    }
}
