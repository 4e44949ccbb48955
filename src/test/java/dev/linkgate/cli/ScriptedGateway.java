package dev.linkgate.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server with prepared answers, for what a gateway rarely says. */
final class ScriptedGateway implements AutoCloseable {

    /** A request as it came. */
    record Received(String method, String uri, @Nullable String idempotencyKey, String body) {}

    /** What happens while a request is answered. */
    @FunctionalInterface
    interface Event {
        void happen() throws IOException;
    }

    private record Prepared(int status, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final Queue<Prepared> answers = new ArrayDeque<>();
    private Event beforeAnswer = () -> {};
    private final List<Received> received = new CopyOnWriteArrayList<>();

    ScriptedGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    ScriptedGateway answers(int status, Map<String, String> headers, String body) {
        answers.add(new Prepared(status, headers, body));
        return this;
    }

    ScriptedGateway answersProblem(int status, Map<String, String> headers, String problem) {
        Map<String, String> all = new java.util.HashMap<>(headers);
        all.put("Content-Type", "application/problem+json");
        return answers(status, all, problem);
    }

    /** Lets something happen before each answer. */
    void before(Event event) {
        beforeAnswer = event;
    }

    /** The environment of its callers. */
    Map<String, String> environment() {
        return Map.of(
                "LINKGATE_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                "LINKGATE_KEY",
                "the-key-of-a-team\n",
                "LINKGATE_PROJECT",
                "64b7f0c2a91d3e5f60718293");
    }

    List<Received> received() {
        return received;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    sent));
            beforeAnswer.happen();
            Prepared answer = answers.remove();
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
