package dev.linkgate.gateway.feature.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.linkgate.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhooks on this machine, which answers as the test says. */
public final class TestReceiver implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final List<Received> all = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Reply> script = event -> Reply.of(204);

    /** What arrived. */
    public record Received(Map<String, List<String>> headers, String body) {

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String text(String field) {
            return json().path(field).asString("");
        }

        /** A number that the test gave the event as its only datum. */
        public int number() {
            return json().at("/data/number").asInt();
        }
    }

    /** What is answered. */
    public record Reply(int status, Map<String, String> headers, String body) {

        public static Reply of(int status) {
            return new Reply(status, Map.of(), "");
        }
    }

    private TestReceiver(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
    }

    public static TestReceiver start() {
        try {
            return started(HttpServer.create(address(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a receiver with a certificate of {@link Certificates} for {@code localhost}. */
    public static TestReceiver startWithTls() {
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(Certificates.server().toKeyManagerFactory().getKeyManagers(), null, null);
            HttpsServer server = HttpsServer.create(address(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return started(server);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static TestReceiver started(HttpServer server) {
        TestReceiver receiver = new TestReceiver(server);
        server.start();
        return receiver;
    }

    public void answers(Function<Received, Reply> answers) {
        script = answers;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/events";
    }

    /** The requests in the order in which they arrived. */
    public List<Received> received() {
        return List.copyOf(all);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Received event = new Received(Map.copyOf(exchange.getRequestHeaders()), body);
            all.add(event);
            Reply reply = script.apply(event);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
