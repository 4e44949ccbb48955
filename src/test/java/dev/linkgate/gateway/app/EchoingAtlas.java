package dev.linkgate.gateway.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** An Atlas, or a proxy before it, that repeats its request's secrets in its refusals: unchanged, and encoded. */
final class EchoingAtlas implements AutoCloseable {

    /** The token that it issues. */
    static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZGJfc2FfaWRfMSJ9.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";

    private static final Pattern SECRETS = Pattern.compile("(?:nonce|response)=\"([^\"]+)\"|(?:Bearer|Basic) (.+)");

    private final HttpServer server;
    private final List<String> shown = new CopyOnWriteArrayList<>();

    EchoingAtlas() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All nonces, client nonces, digests, tokens and pairs that it was shown. */
    List<String> shown() {
        return shown;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null) {
            exchange.getResponseHeaders()
                    .set("WWW-Authenticate", "Digest realm=\"r\", nonce=\"Slg/P7+v3FSBuCj9x4WQ\", qop=\"auth\"");
            send(exchange, 401, "{}");
            return;
        }
        SECRETS.matcher(authorization)
                .results()
                .forEach(found -> shown.add(found.group(1) != null ? found.group(1) : found.group(2)));
        boolean forToken = exchange.getRequestURI().getPath().equals("/api/oauth/token");
        if (forToken && shown.size() == 1) {
            send(exchange, 200, "{\"access_token\":\"%s\",\"expires_in\":3600}".formatted(TOKEN));
            return;
        }
        String echo = "You sent " + authorization.replace("\"", "\\\"")
                + " or " + URLEncoder.encode(authorization, StandardCharsets.UTF_8)
                + " or " + Base64.getEncoder().encodeToString(("x" + authorization).getBytes(StandardCharsets.UTF_8));
        exchange.getResponseHeaders().set("X-Error-Code", authorization);
        send(
                exchange,
                409,
                "{\"detail\":\"%s\",\"error_description\":\"%s\",\"error\":\"%s\"}".formatted(echo, echo, echo));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
