package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.FieldError;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The resources that there shall be.
 *
 * @param prune whether resources that it does not name are removed, if it has a section of their kind
 * @param sections by the field of their kind, each with its resources by name
 * @param errors of fields that are no section
 */
public record Declaration(boolean prune, Map<String, Map<String, JsonNode>> sections, List<FieldError> errors) {

    public static final String PRUNE = "prune";
}
