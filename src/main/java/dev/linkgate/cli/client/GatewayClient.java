package dev.linkgate.cli.client;

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
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one gateway with one key. Follows no redirect, so the key goes to no other address. While it is
 * open, the end of the process takes 300 ms longer, because Java waits for its thread that listens to the network.
 */
public final class GatewayClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** The time for an answer. It is longer than the gateway's own deadline of a request to Atlas. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final HttpClient http;
    private final URI address;
    private final @Nullable Secret key;

    /**
     * @param address without a path's last slash
     * @param key absent if the certificate of the connection stands for it
     */
    public GatewayClient(URI address, @Nullable Secret key, SSLContext tls) {
        this.address = address;
        this.key = key;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(tls)
                .build();
    }

    /**
     * @param holdSeconds how long the gateway may hold the answer; 0 to be answered at once
     * @param again whether it may have been carried out before, so that what it adds may be there
     * @throws IOException if no answer comes, or not whole
     */
    public Answer send(Request request, long holdSeconds, boolean again) throws IOException {
        BodyPublisher body = request.body() == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(request.body().toString());
        HttpRequest.Builder builder = request(request.path()).method(request.method(), body);
        if (request.body() != null) {
            builder.header("Content-Type", "application/json");
        }
        if (again && request.method().equals("POST")) {
            builder.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        if (request.reference() != null) {
            builder.header("Change-Reference", request.reference());
        }
        if (holdSeconds > 0) {
            builder.header("Prefer", "wait=" + holdSeconds);
        }
        return answer(exchange(builder, BodyHandlers.ofString(), ANSWER_TIMEOUT.plusSeconds(holdSeconds)));
    }

    /**
     * Opens an event stream.
     *
     * @param lastEventId the last event that is known; absent at the beginning
     * @throws IOException if no answer comes
     */
    public HttpResponse<InputStream> open(String path, @Nullable String lastEventId) throws IOException {
        HttpRequest.Builder builder = request(path).header("Accept", "text/event-stream, application/problem+json");
        if (lastEventId != null) {
            builder.header("Last-Event-ID", lastEventId);
        }
        return exchange(builder, BodyHandlers.ofInputStream(), ANSWER_TIMEOUT);
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** The whole answer to a stream that was refused. */
    public static Answer refusal(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(response.statusCode(), response.headers(), text);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(address + path));
        return key == null ? builder : builder.header("Authorization", "Bearer " + key.reveal());
    }

    /** Ends in any case, because a time-out of the request alone would not count the answer's body. */
    private <T> HttpResponse<T> exchange(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler, Duration within) throws IOException {
        CompletableFuture<HttpResponse<T>> response = http.sendAsync(request.build(), handler);
        try {
            return response.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException("no answer within " + within);
        } catch (InterruptedException e) {
            throw Pause.interrupted();
        }
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
        try {
            http.awaitTermination(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The failure to get an answer from the gateway, for the user. */
    public CommandFailed unreachable(IOException cause) {
        return NoAnswer.of(address, cause);
    }
}
