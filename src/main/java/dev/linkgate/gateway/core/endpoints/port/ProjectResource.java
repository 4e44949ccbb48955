package dev.linkgate.gateway.core.endpoints.port;

import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A resource of a project at Atlas that a feature reads and changes. The classic dialect has none.
 *
 * @param path below the project's
 * @param field of our requests, which {@code invalid-request} names in the classic dialect
 * @param title in problems, such as {@code regional mode}
 * @param body reads it from Atlas's answer, but no text: that may repeat a secret. Empty if the answer is not valid
 */
public record ProjectResource<T extends Record>(
        String path, String field, String title, Function<JsonNode, Optional<T>> body) {}
