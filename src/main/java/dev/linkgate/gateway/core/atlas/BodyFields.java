package dev.linkgate.gateway.core.atlas;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Checks the fields of Atlas's bodies. Unknown fields and fields without a value are skipped and unknown words kept,
 * because Atlas adds both without notice. A body with a field of another type, or with more entries than Atlas can
 * have, is invalid.
 */
final class BodyFields {

    /** The maximum of endpoints of a link: each is read separately, and a link has about a hundred at most. */
    static final int MAX_ENDPOINTS = 1_000;

    private BodyFields() {}

    static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    static boolean isTextOrNothing(JsonNode object, String... fields) {
        return Stream.of(fields).map(object::path).allMatch(value -> isNothing(value) || value.isString());
    }

    static boolean isFlagOrNothing(JsonNode value) {
        return isNothing(value) || value.isBoolean();
    }

    static boolean isListOfTextsOrNothing(JsonNode value) {
        return isNothing(value)
                || (value.isArray()
                        && value.size() <= MAX_ENDPOINTS
                        && value.valueStream().allMatch(JsonNode::isString));
    }
}
