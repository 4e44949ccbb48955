package dev.linkgate.cli;

import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends requests to one gateway with one key. Follows no redirect, so the key goes to no other address. */
final class GatewayClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** Longer than the gateway's own deadline of a request to Atlas. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final String url;
    private final Secret key;

    /** @param url without a path's last slash */
    GatewayClient(URI url, Secret key) {
        this.url = url.toString();
        this.key = key;
    }

    /**
     * @param holdSeconds how long the gateway may hold the answer; 0 to be answered at once
     * @throws IOException if no answer comes
     */
    Answer send(Request request, long holdSeconds) throws IOException {
        BodyPublisher body = request.body() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(request.body().toString());
        HttpRequest.Builder builder =
                request(request.path()).method(request.method(), body).timeout(ANSWER_TIMEOUT.plusSeconds(holdSeconds));
        if (request.body() != null) {
            builder.header("Content-Type", "application/json");
        }
        if (request.idempotencyKey() != null) {
            builder.header("Idempotency-Key", request.idempotencyKey());
        }
        if (holdSeconds > 0) {
            builder.header("Prefer", "wait=" + holdSeconds);
        }
        return answer(exchange(builder, BodyHandlers.ofString()));
    }

    /**
     * Opens an event stream.
     *
     * @param lastEventId the last event that is known; absent at the beginning
     * @throws IOException if no answer comes
     */
    HttpResponse<InputStream> open(String path, @Nullable String lastEventId) throws IOException {
        HttpRequest.Builder builder = request(path).header("Accept", "text/event-stream, application/problem+json");
        if (lastEventId != null) {
            builder.header("Last-Event-ID", lastEventId);
        }
        return exchange(builder, BodyHandlers.ofInputStream());
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** The whole answer to a stream that was refused. */
    static Answer refusal(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(response.statusCode(), response.headers(), text);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + key.reveal());
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            return http.send(request.build(), handler);
        } catch (InterruptedException e) {
            throw Pause.interrupted();
        }
    }

    /** The failure to reach the gateway, for the user. */
    CommandFailed unreachable(IOException cause) {
        String reason = cause.getMessage() == null ? "it does not accept connections." : cause.getMessage();
        return new CommandFailed("No answer from " + url + ": " + reason);
    }
}
