package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.observation.Observation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of one poll of a subject. Targets that could not be read are left out, and so is a link if only some of
 * its endpoints could be read.
 */
final class PollResult {

    private final Map<PollTarget<?>, Observation> observations = new HashMap<>();

    <T extends Observation> void put(PollTarget<T> target, T observation) {
        observations.put(target, observation);
    }

    @SuppressWarnings("unchecked") // put has the same types
    <T extends Observation> @Nullable T get(PollTarget<T> target) {
        return (T) observations.get(target);
    }
}
