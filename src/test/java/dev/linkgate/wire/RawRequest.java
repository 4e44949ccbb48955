package dev.linkgate.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as it goes on the wire. Nothing in it is checked or encoded.
 *
 * @param headers whole header lines, without their line ends
 * @param body sent with its {@code Content-Length} unless it is empty
 */
public record RawRequest(String method, String target, List<String> headers, String body) {

    public static RawRequest of(String method, String target) {
        return new RawRequest(method, target, List.of("Host: gateway"), "");
    }

    public static RawRequest get(String target) {
        return of("GET", target);
    }

    public RawRequest with(String headerLine) {
        List<String> more = new ArrayList<>(headers);
        more.add(headerLine);
        return new RawRequest(method, target, List.copyOf(more), body);
    }

    public RawRequest to(String otherTarget) {
        return new RawRequest(method, otherTarget, headers, body);
    }

    /** @param token of the caller; empty for a caller without one */
    public RawRequest as(String token) {
        return token.isEmpty() ? this : with("Authorization: Bearer " + token);
    }

    public RawRequest withBody(String text) {
        return new RawRequest(method, target, headers, text);
    }

    public RawRequest json(String json) {
        return with("Content-Type: application/json").withBody(json);
    }

    /** The request as it is sent. */
    public String text() {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n"
                + (length == 0 ? "" : "Content-Length: " + length + "\r\n") + "\r\n" + body;
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
