package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.feature.waiting.LinkObservation;
import org.jspecify.annotations.Nullable;

/**
 * What a poll saw of a target.
 *
 * @param resource the endpoint or link as the API shows it; absent if it is gone
 * @param linkIsGone whether the whole link is
 */
record TargetObservation(State state, @Nullable Object resource, boolean linkIsGone) {

    /** The state of a target, as far as it matters here. */
    enum State {
        PENDING,
        AVAILABLE,
        FAILED,
        LEAVING,
        GONE
    }

    static TargetObservation of(EndpointObservation seen) {
        return switch (seen) {
            case EndpointObservation.Absent absent -> new TargetObservation(State.GONE, null, absent.isOfLink());
            case EndpointObservation.Present present -> {
                Endpoint endpoint = present.endpoint();
                State state = endpoint.leaving()
                        ? State.LEAVING
                        : endpoint.failed() ? State.FAILED : endpoint.settled() ? State.AVAILABLE : State.PENDING;
                yield new TargetObservation(state, endpoint, false);
            }
        };
    }

    static TargetObservation of(LinkObservation seen) {
        return switch (seen) {
            case LinkObservation.Absent absent -> new TargetObservation(State.GONE, null, true);
            case LinkObservation.Present present -> {
                Link link = present.whole().link();
                yield new TargetObservation(state(link.status()), link, false);
            }
        };
    }

    private static State state(LinkStatus status) {
        return switch (status) {
            case AVAILABLE -> State.AVAILABLE;
            case FAILED -> State.FAILED;
            case DELETING -> State.LEAVING;
            case INITIATING, UNKNOWN -> State.PENDING;
        };
    }
}
