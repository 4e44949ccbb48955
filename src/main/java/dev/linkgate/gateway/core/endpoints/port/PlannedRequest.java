package dev.linkgate.gateway.core.endpoints.port;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of a write to Atlas.
 *
 * @param path as it goes on the wire, percent-encoding included
 * @param body JSON; absent if there is none
 */
public record PlannedRequest(
        @Schema(example = "POST") String method,
        String path,
        @Schema(implementation = Map.class) @Nullable ObjectNode body) {}
