package dev.linkgate.harness.attack;

import dev.linkgate.gateway.core.atlas.WireServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Replaces Atlas, over bare sockets. It answers correctly for the working team's project, and for all others
 * as it is told.
 */
final class HostileAtlas implements AutoCloseable {

    private final Set<String> endpoints = new ConcurrentSkipListSet<>(List.of(TestBed.AVAILABLE));
    private volatile Answer answer = (request, out) -> {};
    private final WireServer server = new WireServer(this::serve);

    /** A request to it. */
    record Request(String method, String target, String body) {

        static Request of(String text) {
            String[] first = text.split(" ", 3);
            return new Request(first[0], first[1], text.substring(text.indexOf("\r\n\r\n") + 4));
        }
    }

    /** Its answer; the connection is closed after that. */
    @FunctionalInterface
    interface Answer {
        void give(Request request, OutputStream out) throws IOException;
    }

    String url() {
        return server.uri().toString();
    }

    void says(Answer next) {
        answer = next;
    }

    /** An honest answer. */
    static void say(OutputStream out, int status, String headers, String body) throws IOException {
        say(out, status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static void say(OutputStream out, int status, String headers, byte[] body) throws IOException {
        out.write(("HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
    }

    private void serve(String text, Socket connection) throws IOException {
        // Else each answer in two parts takes 40 ms, and the working team cannot keep up.
        connection.setTcpNoDelay(true);
        Request request = Request.of(text);
        OutputStream out = connection.getOutputStream();
        if (request.target().contains(TestBed.WORKING.project().value())) {
            honest(request, out);
        } else {
            try (connection) {
                answer.give(request, out);
                out.flush();
            }
        }
    }

    private void honest(Request request, OutputStream out) throws IOException {
        String id = request.target().replaceFirst(".*/endpoint/?", "");
        if (request.method().equals("POST")) {
            String added = request.body().replaceFirst(".*\"(vpce-[0-9a-f]+)\".*", "$1");
            endpoints.add(added);
            say(out, 201, "", endpoint(added));
        } else if (!request.target().contains("/endpoint/")) {
            say(out, 200, "", link(TestBed.WORKING.link().value(), endpoints));
        } else if (!endpoints.contains(id)) {
            say(out, 404, "", "{\"error\":404,\"errorCode\":\"PRIVATE_ENDPOINT_NOT_FOUND\",\"detail\":\"none\"}");
        } else if (request.method().equals("DELETE")) {
            endpoints.remove(id);
            say(out, 202, "", "{}");
        } else {
            say(out, 200, "", endpoint(id));
        }
    }

    static String endpoint(String id) {
        return "{\"interfaceEndpointId\":\"" + id
                + "\",\"connectionStatus\":\"AVAILABLE\",\"deleteRequested\":false,\"errorMessage\":null}";
    }

    static String link(String id, Iterable<String> endpoints) {
        return "{\"id\":\"" + id
                + "\",\"status\":\"AVAILABLE\",\"regionName\":\"US_EAST_1\",\"endpointServiceName\":\"s\","
                + "\"errorMessage\":null,\"interfaceEndpoints\":[\"" + String.join("\",\"", endpoints) + "\"]}";
    }

    @Override
    public void close() {
        server.close();
    }
}
