package dev.linkgate.sandbox.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A complete answer, ready to be sent. */
public record Reply(int status, Map<String, String> headers, String body) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public static Reply of(int status, String contentType, String body) {
        return new Reply(status, Map.of("Content-Type", contentType), body);
    }

    /** An error in Atlas's shape: fields in alphabetical order, the code in a header as well, plain JSON in all APIs. */
    public static Reply error(int status, String errorCode, String detail, List<?> parameters) {
        ObjectNode body =
                JSON.objectNode().put("detail", detail).put("error", status).put("errorCode", errorCode);
        ArrayNode array = body.putArray("parameters");
        for (Object parameter : parameters) {
            if (parameter instanceof Integer number) {
                array.add(number);
            } else {
                array.add(String.valueOf(parameter));
            }
        }
        body.put("reason", HttpResponseStatus.valueOf(status).reasonPhrase());
        return of(status, "application/json", body.toString()).with(Map.of("X-Error-Code", errorCode));
    }

    public Reply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Reply(status, Map.copyOf(all), body);
    }
}
