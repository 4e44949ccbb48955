package dev.linkgate.wire;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer.
 *
 * @param headers by their names in lower case; the last of several with one name
 * @param body empty for an event stream, which continues
 */
public record RawResponse(int status, Map<String, String> headers, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    public boolean isStream() {
        return header("content-type").startsWith("text/event-stream");
    }

    /** Whether a failure has the required form. An answer to HEAD has no body. */
    public boolean isProblem() {
        return header("content-type").startsWith("application/problem+json");
    }

    /** @return an empty text if the body is no JSON or has no such field */
    public String text(String pointer) {
        try {
            return JSON.readTree(body).at(pointer).asString("");
        } catch (JacksonException e) {
            return "";
        }
    }

    public String everything() {
        return headers + "\n" + body;
    }

    @Override
    public String toString() {
        return status + " " + body.substring(0, Math.min(300, body.length()));
    }
}
