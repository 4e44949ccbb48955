package dev.linkgate.gateway.feature.drift;

import java.util.List;
import java.util.function.Predicate;

/**
 * The endpoints of a project that were added or removed here, or of which that is unclear, in no order.
 *
 * @param complete whether the trail has all that was done here; if not, older records are archived, and of an endpoint
 *     that is not among these it is not known whether it was added here
 */
record WrittenEndpoints(List<WrittenEndpoint> endpoints, boolean complete) {

    /** Some of them. */
    WrittenEndpoints where(Predicate<WrittenEndpoint> condition) {
        return new WrittenEndpoints(endpoints.stream().filter(condition).toList(), complete);
    }
}
