package dev.linkgate.sandbox.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link's state at one moment.
 *
 * @param region in Atlas's form, {@code EU_WEST_1}
 * @param endpoints the ids of its endpoints, including those being removed
 * @param portMapping GCP only
 * @param remoteRegions AWS only, {@code null} when none were given
 */
public record LinkState(
        String project,
        String id,
        SimulatedProvider provider,
        String region,
        SimulatedLinkStatus status,
        @Nullable String errorMessage,
        List<String> endpoints,
        boolean portMapping,
        @Nullable List<String> remoteRegions) {}
