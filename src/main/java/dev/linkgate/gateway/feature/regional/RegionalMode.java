package dev.linkgate.gateway.feature.regional;

import dev.linkgate.gateway.core.endpoints.port.AtlasBody;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Whether a project may have links in several regions, each for the nodes in its own region. It changes the connection
 * strings of sharded clusters in several regions.
 */
public record RegionalMode(boolean enabled) {

    static final ProjectResource<RegionalMode> RESOURCE =
            new ProjectResource<>("privateEndpoint/regionalMode", false, "enabled", "regional mode", RegionalMode::of);

    private static Optional<RegionalMode> of(AtlasBody body) {
        JsonNode enabled = body.json().path("enabled");
        return enabled.isBoolean() ? Optional.of(new RegionalMode(enabled.booleanValue())) : Optional.empty();
    }
}
