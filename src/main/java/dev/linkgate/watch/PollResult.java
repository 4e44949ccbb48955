package dev.linkgate.watch;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.LinkObservation;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one poll of a link. Targets that could not be read are left out.
 *
 * @param link absent also if only some of its endpoints could be read
 */
record PollResult(Optional<LinkObservation> link, Map<EndpointId, EndpointObservation> endpoints) {

    static final PollResult NOTHING = new PollResult(Optional.empty(), Map.of());
}
