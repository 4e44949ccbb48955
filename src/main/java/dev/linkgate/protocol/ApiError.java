package dev.linkgate.protocol;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error in Atlas's shape, which is plain JSON in all of its APIs.
 *
 * @param status of HTTP
 * @param errorCode for programs, such as {@code GROUP_NOT_FOUND}
 * @param detail for people
 * @param parameters texts and whole numbers that the detail contains
 */
public record ApiError(int status, String errorCode, String detail, List<?> parameters) {

    /** The header that repeats the code. */
    public static final String HEADER = "X-Error-Code";

    public static final String CONTENT_TYPE = "application/json";

    public ApiError {
        parameters = List.copyOf(parameters);
    }

    /** A copy with at most so many characters of each text, and a sign where there were more. */
    public ApiError shortened(int characters) {
        return new ApiError(
                status,
                errorCode,
                first(characters, detail),
                parameters.stream()
                        .map(parameter -> parameter instanceof Integer number
                                ? number
                                : first(characters, String.valueOf(parameter)))
                        .toList());
    }

    private static String first(int characters, String text) {
        return text.length() <= characters ? text : text.substring(0, characters - 1) + "…";
    }

    /** The answer's body, with fields in alphabetical order. */
    public ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("detail", detail)
                .put("error", status)
                .put("errorCode", errorCode);
        ArrayNode array = body.putArray("parameters");
        for (Object parameter : parameters) {
            if (parameter instanceof Integer number) {
                array.add(number);
            } else {
                array.add(String.valueOf(parameter));
            }
        }
        return body.put("reason", HttpResponseStatus.valueOf(status).reasonPhrase());
    }
}
