package dev.linkgate.link;

import dev.linkgate.kernel.EndpointId;
import java.util.Map;
import java.util.Optional;

/**
 * What one round of looks at a link found. What could not be looked at is left out.
 *
 * @param link absent also if only some of its endpoints could be looked at
 */
record Round(Optional<LinkSighting> link, Map<EndpointId, Sighting> endpoints) {

    static final Round NOTHING = new Round(Optional.empty(), Map.of());
}
