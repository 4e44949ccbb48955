package dev.linkgate.gateway.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Passes requests on to an Atlas, and notes every secret on the wire: nonces, digests, tokens, passwords. */
final class WiretappedAtlas implements AutoCloseable {

    /** Shorter values also occur by chance. */
    private static final int MIN_LENGTH = 16;

    private static final Pattern SECRETS =
            Pattern.compile("(?:nonce|response)=\"([^\"]+)\"|(?:Bearer|Basic) (\\S+)|\"access_token\":\"([^\"]+)\"");

    /** The headers of one connection, which the client and the server here set themselves. */
    private static final Set<String> OF_A_CONNECTION = Set.of("connection", "content-length", "host", "upgrade");

    private final URI atlas;
    private final HttpServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    WiretappedAtlas(URI atlas) {
        this.atlas = atlas;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::passOn);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The secrets seen so far. */
    List<String> secrets() {
        return List.copyOf(secrets);
    }

    private void passOn(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(atlas + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    note(value);
                    if (!isOfConnection(name)) {
                        request.header(name, value);
                    }
                }));
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            note(new String(answer.body(), StandardCharsets.UTF_8));
            answer.headers()
                    .map()
                    .forEach((name, values) -> values.forEach(value -> {
                        note(value);
                        if (!isOfConnection(name) && !name.startsWith(":")) {
                            exchange.getResponseHeaders().add(name, value);
                        }
                    }));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void note(String text) {
        SECRETS.matcher(text)
                .results()
                .map(WiretappedAtlas::secret)
                .filter(secret -> secret.length() >= MIN_LENGTH)
                .forEach(secrets::add);
    }

    private static String secret(MatchResult found) {
        for (int group = 1; group <= found.groupCount(); group++) {
            String secret = found.group(group);
            if (secret != null) {
                return secret;
            }
        }
        throw new IllegalStateException("each alternative has a group");
    }

    private static boolean isOfConnection(String header) {
        return OF_A_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
    }
}
