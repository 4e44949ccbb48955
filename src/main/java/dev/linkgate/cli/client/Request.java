package dev.linkgate.cli.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request to the gateway. Every one may be sent again: a {@code POST} with a sign of that, and the other methods by
 * their nature.
 *
 * @param path with its query, percent-encoded
 * @param body absent if there is none
 * @param reference what the change belongs to; absent if that is not said
 */
public record Request(
        String method,
        String path,
        @Nullable JsonNode body,
        @Nullable String reference) {

    public static Request get(String path) {
        return new Request("GET", path, null, null);
    }

    public static Request post(String path, JsonNode body) {
        return new Request("POST", path, body, null);
    }

    public static Request put(String path, @Nullable JsonNode body) {
        return new Request("PUT", path, body, null);
    }

    public static Request delete(String path) {
        return new Request("DELETE", path, null, null);
    }

    /** A copy of this request with a parameter. */
    public Request with(String name, String value) {
        return new Request(
                method, path + (path.contains("?") ? '&' : '?') + name + "=" + encoded(value), body, reference);
    }

    public Request referringTo(@Nullable String change) {
        return new Request(method, path, body, change);
    }

    /** A copy of this request with a parameter, or this request if the parameter has no value. */
    public Request withIfGiven(String name, @Nullable Object value) {
        return value == null ? this : with(name, value.toString());
    }

    /** A text as one segment of a path or a value of a query (RFC 3986). */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }
}
