package dev.linkgate.gateway.app;

import dev.linkgate.Certificates;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * A caller over HTTP, or over HTTPS with the servers of {@link Certificates#AUTHORITY}.
 *
 * @param check the check of every answer
 * @param http makes its connections
 * @param patience how long it waits for an answer
 */
public record Caller(
        URI base, UnaryOperator<Answer> check, Map<String, String> headers, HttpClient http, Duration patience) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient HTTP = http(Certificates.trusting());

    public Caller(URI base, UnaryOperator<Answer> check, Map<String, String> headers) {
        this(base, check, headers, HTTP, PATIENCE);
    }

    private static HttpClient http(SSLContext tls) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .sslContext(tls)
                .build();
    }

    /** A caller whose answers are not checked. */
    public static Caller of(URI base) {
        return new Caller(base, answer -> answer, Map.of());
    }

    public Caller with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Caller(base, check, Map.copyOf(more), http, patience);
    }

    /** A copy of this caller with this client certificate, on new connections. */
    public Caller showing(X509Bundle certificate) {
        return new Caller(base, check, headers, http(Certificates.showing(certificate)), patience);
    }

    public Caller waiting(Duration time) {
        return new Caller(base, check, headers, http, time);
    }

    public Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    /** A field of each entry of a list, from all of its pages. */
    List<String> all(String list, String field) {
        List<String> all = new ArrayList<>();
        for (String page = list + "?itemsPerPage=500"; !page.isEmpty(); ) {
            Answer answer = get(page);
            all.addAll(answer.results(field));
            page = answer.link("next");
        }
        return all;
    }

    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public Answer post(String path, String json) {
        return sendJson("POST", path, json);
    }

    public Answer patch(String path, String json) {
        return sendJson("PATCH", path, json);
    }

    public Answer put(String path, String json) {
        return sendJson("PUT", path, json);
    }

    /** Sends a PUT without a body. */
    public Answer put(String path) {
        return send("PUT", path, BodyPublishers.noBody());
    }

    public Answer sendJson(String method, String path, String json) {
        Caller speaking = headers.containsKey("Content-Type") ? this : with("Content-Type", "application/json");
        return speaking.send(method, path, BodyPublishers.ofString(json));
    }

    public Answer send(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(patience)
                .method(method, body);
        headers.forEach(request::header);
        try {
            return check.apply(Answer.of(http.send(request.build(), BodyHandlers.ofString())));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
