package dev.linkgate.watch;

import dev.linkgate.kernel.EndpointId;
import java.util.Set;

/**
 * The targets of a poll.
 *
 * @param link whether a caller follows the link, which takes a read of it and of all of its endpoints
 * @param endpoints those with a waiting caller, even if the link does not name them any more
 */
record PollTargets(boolean link, Set<EndpointId> endpoints) {

    static final PollTargets NOTHING = new PollTargets(false, Set.of());

    boolean isNothing() {
        return !link && endpoints.isEmpty();
    }
}
