package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Atlas's whole answer: its body is read, within a bound, and decoded before anybody sees it. */
record AtlasResponse(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** What Atlas says of an error in the {@code ApiError} of its body; without one, the status alone. */
    AtlasAnswer refusal() {
        JsonNode error = json();
        return new AtlasAnswer(status, text(error, "errorCode"), text(error, "detail"));
    }

    /** The body as JSON; a missing node if it is anything else. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    /** The text of a field; absent if the field is, or holds anything but text. */
    static @Nullable String text(JsonNode object, String field) {
        return object.path(field).stringValue(null);
    }

    /** Headers and body can hold nonces and tokens. */
    @Override
    public String toString() {
        return "AtlasResponse[" + status + "]";
    }
}
