package dev.linkgate.harness.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver that fails one time in three: it answers 500, or hangs up without an answer. */
final class Inbox implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FAILS_ONE_IN = 3;

    private final HttpServer server;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, List<String>> types = new HashMap<>();
    private long again;
    private long refused;

    Inbox() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
            int luck = ThreadLocalRandom.current().nextInt(2 * FAILS_ONE_IN);
            if (luck < 2) {
                refuse();
                if (luck == 0) {
                    exchange.sendResponseHeaders(500, -1);
                }
                return;
            }
            accept(event);
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private synchronized void refuse() {
        refused++;
    }

    private synchronized void accept(JsonNode event) {
        if (ids.add(event.path("id").asString())) {
            types.computeIfAbsent(event.path("subject").asString(), subject -> new ArrayList<>())
                    .add(event.path("type").asString());
            notifyAll();
        } else {
            again++;
        }
    }

    /** The types of the events of a subject, in the order in which each arrived first. */
    synchronized List<String> of(String subject) {
        return List.copyOf(types.getOrDefault(subject, List.of()));
    }

    /** @return whether an event of this type arrived in time */
    synchronized boolean awaits(String subject, String type, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!of(subject).contains(type)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized int size() {
        return ids.size();
    }

    synchronized long again() {
        return again;
    }

    synchronized long refused() {
        return refused;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
