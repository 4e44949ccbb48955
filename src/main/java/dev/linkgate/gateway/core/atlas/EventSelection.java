package dev.linkgate.gateway.core.atlas;

import java.time.Instant;
import java.util.Set;

/**
 * Events of a project.
 *
 * @param types Atlas's names of their types
 * @param from the first moment; Atlas tells times to the second
 * @param to the last moment
 */
public record EventSelection(Set<String> types, Instant from, Instant to) {

    public EventSelection {
        types = Set.copyOf(types);
    }
}
