package dev.linkgate.harness.partition;

import dev.linkgate.harness.crash.Names;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Calls replicas, and keeps the receipts. For any thread. */
final class Calls {

    private final Findings findings;
    private final List<Replica> replicas;
    private final Queue<String> receipts = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    Calls(Findings findings, List<Replica> replicas) {
        this.findings = findings;
        this.replicas = replicas;
    }

    /** @param status zero if there was no answer in time */
    record Reply(int status, String tag, String body) {

        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        /** Whether it is not known yet what becomes of the request. */
        boolean passes() {
            return status == 0 || status >= 500 || status == 429;
        }
    }

    /**
     * @param replica its number
     * @param headers by name
     * @param body empty for none
     */
    Reply call(
            int replica,
            String key,
            String method,
            String path,
            Map<String, String> headers,
            String body,
            Duration patience) {
        String id = Names.request();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(replicas.get(replica).url() + path))
                .timeout(patience)
                .header("Authorization", "Bearer " + key)
                .header("X-Request-Id", id)
                .header("traceparent", "00-" + id + "-00000000000000a1-01")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        Reply reply = send(request.build());
        findings.answered(reply.status());
        return reply;
    }

    private Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            response.headers().firstValue("Audit-Receipt").ifPresent(receipts::add);
            return new Reply(
                    response.statusCode(), response.headers().firstValue("ETag").orElse(""), response.body());
        } catch (IOException e) {
            return new Reply(0, "", "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(0, "", "");
        }
    }

    List<String> receipts() {
        return List.copyOf(receipts);
    }
}
