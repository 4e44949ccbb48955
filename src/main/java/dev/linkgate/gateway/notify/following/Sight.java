package dev.linkgate.gateway.notify.following;

import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.EndpointObservation;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkObservation;
import dev.linkgate.gateway.endpoints.link.LinkStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a poll saw of a target.
 *
 * @param resource the endpoint or link as the API shows it; absent if it is gone
 * @param linkIsGone whether the whole link is
 */
record Sight(State state, @Nullable Object resource, boolean linkIsGone) {

    /** The state of a target, as far as it matters here. */
    enum State {
        PENDING,
        AVAILABLE,
        FAILED,
        LEAVING,
        GONE
    }

    static Sight of(EndpointObservation seen) {
        return switch (seen) {
            case EndpointObservation.Absent absent -> new Sight(State.GONE, null, absent.isOfLink());
            case EndpointObservation.Present present -> {
                Endpoint endpoint = present.endpoint();
                State state = endpoint.leaving()
                        ? State.LEAVING
                        : endpoint.failed() ? State.FAILED : endpoint.settled() ? State.AVAILABLE : State.PENDING;
                yield new Sight(state, endpoint, false);
            }
        };
    }

    static Sight of(LinkObservation seen) {
        return switch (seen) {
            case LinkObservation.Absent absent -> new Sight(State.GONE, null, true);
            case LinkObservation.Present present -> {
                Link link = present.whole().link();
                yield new Sight(state(link.status()), link, false);
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
