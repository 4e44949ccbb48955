package dev.linkgate.gateway.face;

import dev.linkgate.gateway.channel.AtlasSettings;
import dev.linkgate.gateway.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What the filters must know of the Atlas API: whether a request is for it, and how long it may be tried again. */
@Component
public class AtlasApiRequests {

    private final boolean enabled;
    private final Duration deadline;

    AtlasApiRequests(AtlasApiSettings settings, AtlasSettings atlas) {
        this.enabled = settings.enabled();
        this.deadline = atlas.deadline();
    }

    /** Notes the API that the request is for, if it is this one or its tokens', and it is not turned off. */
    public void note(HttpServletRequest request) {
        if (enabled) {
            RequestedApi.note(request);
        }
    }

    /**
     * How long a request waits for its next try instead of being refused for a moment. Atlas's tools poll for an hour, and
     * end at the first answer but 200 and 404; the deadline keeps that wait within what clients and load balancers allow.
     */
    public Duration retryTime(HttpServletRequest request) {
        return RequestedApi.of(request) == RequestedApi.ATLAS ? deadline : Duration.ZERO;
    }
}
