package dev.linkgate.gateway.atlas;

import static dev.linkgate.gateway.atlas.BodyFields.isNothing;
import static dev.linkgate.gateway.atlas.BodyFields.isTextOrNothing;

import dev.linkgate.gateway.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.endpoints.link.ProjectDescription;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads Atlas's answers about a project, as {@link BodyFields} says. */
final class ProjectBodies {

    private ProjectBodies() {}

    /** Nothing if the body is not valid. */
    static Optional<ProjectDescription> description(AtlasResponse response) {
        JsonNode body = response.json();
        JsonNode count = body.path("clusterCount");
        if (!body.isObject()
                || !isTextOrNothing(body, "name", "orgId", "created")
                || !(isNothing(count) || count.canConvertToLong())) {
            return Optional.empty();
        }
        return Optional.of(new ProjectDescription(
                response.text(body, "name"),
                response.text(body, "orgId"),
                isNothing(count) ? null : count.longValue(),
                response.text(body, "created")));
    }
}
