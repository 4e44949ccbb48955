package dev.linkgate.attack;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer.
 *
 * @param headers by their names in lower case; the last of several with one name
 * @param body empty for an event stream, which continues
 */
record RawResponse(int status, Map<String, String> headers, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    boolean isStream() {
        return header("content-type").startsWith("text/event-stream");
    }

    /** Whether a failure has the required form. An answer to HEAD has no body. */
    boolean isProblem() {
        return header("content-type").startsWith("application/problem+json");
    }

    /** @return an empty text if the body is no JSON or has no such field */
    String text(String pointer) {
        try {
            return JSON.readTree(body).at(pointer).asString("");
        } catch (JacksonException e) {
            return "";
        }
    }

    String everything() {
        return headers + "\n" + body;
    }

    @Override
    public String toString() {
        return status + " " + body.substring(0, Math.min(300, body.length()));
    }
}
