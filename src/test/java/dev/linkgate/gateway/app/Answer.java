package dev.linkgate.gateway.app;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer. Absent headers and fields read as empty texts.
 *
 * @param target the request's path and query, as they went on the wire
 */
public record Answer(String method, String target, int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Answer of(HttpResponse<String> response) {
        return new Answer(
                response.request().method(),
                target(response.request().uri()),
                response.statusCode(),
                response.headers(),
                response.body());
    }

    private static String target(URI uri) {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    /** @throws IllegalStateException if it has another status */
    public static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }

    /** @throws IllegalStateException if it is no success */
    public static Answer require(Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.toString());
        }
        return answer;
    }

    String path() {
        return target.replaceFirst("\\?.*", "");
    }

    String query() {
        return target.substring(path().length()).replaceFirst("^\\?", "");
    }

    public JsonNode json() {
        return JSON.readTree(body);
    }

    /** @param pointer as RFC 6901 has it */
    public String text(String pointer) {
        return json().at(pointer).asString("");
    }

    /** One field of each entry of a list. */
    List<String> results(String field) {
        return json().at("/results")
                .valueStream()
                .map(entry -> entry.path(field).asString(""))
                .toList();
    }

    /** The path and query of another page of a list; empty if there is none. */
    String link(String rel) {
        return json().at("/links")
                .valueStream()
                .filter(link -> link.path("rel").asString("").equals(rel))
                .map(link -> link.path("href").asString("").replaceFirst("^https?://[^/]+", ""))
                .findFirst()
                .orElse("");
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public String everything() {
        return headers.map() + "\n" + body;
    }

    @Override
    public String toString() {
        return method + " " + target + " -> " + status + " " + body;
    }
}
