package dev.linkgate.watch;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.LinkObservation;
import java.util.Map;
import java.util.Optional;

/**
 * What one poll of a link found. What could not be looked at is left out.
 *
 * @param link absent also if only some of its endpoints could be looked at
 */
record PollResult(Optional<LinkObservation> link, Map<EndpointId, EndpointObservation> endpoints) {

    static final PollResult NOTHING = new PollResult(Optional.empty(), Map.of());
}
