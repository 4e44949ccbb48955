package dev.linkgate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.util.UriUtils;

/**
 * What a request asks for, as it was received. It has no credentials. Absent headers are empty texts.
 *
 * @param uri the request target, not decoded
 */
public record Inbound(String method, String uri, String accept, String contentType, String body) {

    public String path() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /**
     * The path's segments, each decoded separately, so that an encoded slash does not split one.
     *
     * @throws RequestRefused if one cannot be decoded
     */
    public List<String> segments() {
        String path = path();
        String[] parts = path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
        try {
            return Arrays.stream(parts)
                    .map(part -> UriUtils.decode(part, StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw Refusal.PATH_PARAM_PARSE_ERROR.of(path);
        }
    }

    /** The query's parameters; of a repeated one the last. */
    public Map<String, String> query() {
        return pairs(encodedQuery());
    }

    /** The values of a query's parameter that may be repeated, in their order. */
    public List<String> query(String name) {
        return Arrays.stream(encodedQuery().split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> decoded(pair.substring(name.length() + 1)))
                .toList();
    }

    private String encodedQuery() {
        int query = uri.indexOf('?');
        return query < 0 ? "" : uri.substring(query + 1);
    }

    /** The body read as {@code application/x-www-form-urlencoded}. */
    public Map<String, String> form() {
        return pairs(body);
    }

    private static Map<String, String> pairs(String encoded) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        return UriUtils.decode(text.replace('+', ' '), StandardCharsets.UTF_8);
    }

    public RequestRefused nothingThere() {
        return Refusal.RESOURCE_NOT_FOUND.of(path());
    }

    public RequestRefused methodNotAllowed() {
        return Refusal.METHOD_NOT_ALLOWED.of(method);
    }

    /** Never shows the body, which may have credentials. */
    @Override
    public String toString() {
        return "Inbound[" + method + " " + uri + "]";
    }
}
