package dev.linkgate.harness.attack;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Replaces Atlas, over bare sockets. It answers correctly for the working team's project, and for all others
 * as it is told.
 */
final class HostileAtlas implements AutoCloseable {

    /** An answer repeats the secret of its own request, if any; far fewer requests are under way. */
    private static final int RECENT = 200;

    private static final String TOKENS = "/api/oauth/token";

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> endpoints = new ConcurrentSkipListSet<>(List.of(TestBed.AVAILABLE));
    private final BlockingQueue<String> secrets = new ArrayBlockingQueue<>(RECENT);
    private volatile Answer answer = (request, out) -> {};

    /** A request to it. */
    record Request(String method, String target, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean isForToken() {
            return target.startsWith(TOKENS);
        }
    }

    /** Its answer; the connection is closed after that. */
    @FunctionalInterface
    interface Answer {
        void give(Request request, OutputStream out) throws IOException;
    }

    HostileAtlas() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    void says(Answer next) {
        answer = next;
    }

    /** The last values that the gateway has shown, which must not come back. */
    List<String> secrets() {
        return List.copyOf(secrets);
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

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                // Else each answer in two parts takes 40 ms, and the working team cannot keep up.
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(
                    new BufferedInputStream(socket.getInputStream()), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            for (Request request = read(in); request != null; request = read(in)) {
                if (!request.target().contains(TestBed.WORKING.project().value())) {
                    answer.give(request, out);
                    out.flush();
                    return;
                }
                honest(request, out);
            }
        } catch (IOException e) {
            // The gateway has heard enough.
        } finally {
            open.remove(socket);
        }
    }

    private @Nullable Request read(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            return null;
        }
        String[] first = line.split(" ", 3);
        Map<String, String> headers = new HashMap<>();
        for (line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            String[] parts = line.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        for (int read = 0; read < body.length; ) {
            read += Math.max(1, in.read(body, read, body.length - read));
        }
        Request request = new Request(first[0], first[1], headers, new String(body));
        remember(request.header("authorization"));
        return request;
    }

    private void remember(String authorization) {
        if (authorization.startsWith("Digest ")) {
            keep(authorization.replaceFirst(".*response=\"?([0-9a-f]+).*", "$1"));
        } else if (!authorization.isEmpty()) {
            keep(authorization.replaceFirst("^\\S+ ", ""));
        }
    }

    private void keep(String secret) {
        while (!secrets.offer(secret)) {
            secrets.poll();
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
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
