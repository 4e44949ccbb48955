package dev.linkgate.watch;

import dev.linkgate.kernel.EndpointId;
import java.util.Set;

/**
 * What a poll has to look at.
 *
 * @param link whether somebody follows the link, which takes a look at it and at all of its endpoints
 * @param endpoints those that somebody waits for, whether the link still names them or not
 */
record PollTargets(boolean link, Set<EndpointId> endpoints) {

    static final PollTargets NOTHING = new PollTargets(false, Set.of());

    boolean isNothing() {
        return !link && endpoints.isEmpty();
    }
}
