package dev.linkgate.sandbox.http;

import dev.linkgate.protocol.ApiError;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import java.util.HashMap;
import java.util.Map;

/** A complete answer, ready to be sent. */
public record Reply(int status, Map<String, String> headers, String body) {

    public static Reply of(int status, String contentType, String body) {
        return new Reply(status, Map.of("Content-Type", contentType), body);
    }

    public static Reply of(ApiError error) {
        return of(error.status(), ApiError.CONTENT_TYPE, error.body().toString())
                .with(Map.of(ApiError.HEADER, error.errorCode()));
    }

    public static Reply of(RequestRefused refused, Refusal.Generation generation) {
        Reply reply = of(refused.error(generation));
        return refused.refusal() == Refusal.RATE_LIMITED
                ? reply.with(Map.of(
                        "Retry-After", String.valueOf(refused.parameters().get(1))))
                : reply;
    }

    public Reply with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Reply(status, Map.copyOf(all), body);
    }
}
