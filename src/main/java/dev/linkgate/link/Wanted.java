package dev.linkgate.link;

import dev.linkgate.kernel.EndpointId;
import java.util.Set;

/**
 * What a round has to look at.
 *
 * @param link whether somebody follows the link, which takes a look at it and at all of its endpoints
 * @param endpoints those that somebody waits for, whether the link still names them or not
 */
record Wanted(boolean link, Set<EndpointId> endpoints) {

    static final Wanted NOTHING = new Wanted(false, Set.of());

    boolean isNothing() {
        return !link && endpoints.isEmpty();
    }
}
