package dev.linkgate.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * Atlas's stand-in as a process of its own, for load and for crashes of the gateway. It prints two lines,
 * {@code base-url <url>} and {@code control-url <url>}, and runs until it is killed.
 *
 * <p>Options are system properties:
 * <pre>
 *   sandbox.port            0: any      where Atlas listens, on 127.0.0.1
 *   sandbox.control-port    0: any      where the control listens: GET /writes, GET /tally, as lines
 *   sandbox.public-key      demokeys
 *   sandbox.private-key     00000000-0000-4000-8000-000000000000
 *   sandbox.client-id, sandbox.client-secret   a service account; none unless both are given
 *   sandbox.access          strict      or open: everybody is let in
 *   sandbox.nonce-lifetime  PT60S       ISO 8601
 *   sandbox.timing          watchable   or instant
 *   sandbox.delay           PT0S        before each answer
 *   sandbox.remembered      10000       requests and writes; 0 under load
 * </pre>
 */
public final class SimulatedAtlasServer {

    private SimulatedAtlasServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        SimulatedAtlas atlas = new SimulatedAtlas(settings()).start();
        DemoAtlas.seed(atlas);
        HttpServer control = control(atlas);
        System.out.println("base-url " + atlas.baseUrl());
        System.out.println(
                "control-url http://127.0.0.1:" + control.getAddress().getPort());
        new CountDownLatch(1).await();
    }

    private static SandboxSettings settings() {
        Access access = option("access", "strict").equals("open") ? Access.open() : Access.strict();
        String clientId = option("client-id", "");
        String clientSecret = option("client-secret", "");
        if (!clientId.isEmpty() && !clientSecret.isEmpty()) {
            access = access.withServiceAccount(clientId, Secret.of(clientSecret));
        }
        return SandboxSettings.defaults()
                .withPort(Integer.getInteger("sandbox.port", 0))
                .withAccess(access.withNonceLifetime(Duration.parse(option("nonce-lifetime", "PT60S")))
                        .withKey(
                                option("public-key", DemoAtlas.PUBLIC_KEY),
                                Secret.of(option("private-key", "00000000-0000-4000-8000-000000000000"))))
                .withTiming(option("timing", "watchable").equals("instant") ? Timing.INSTANT : Timing.WATCHABLE)
                .withAnswerDelay(Duration.parse(option("delay", "PT0S")))
                .withRemembered(Integer.getInteger("sandbox.remembered", 10_000));
    }

    private static String option(String name, String absent) {
        return System.getProperty("sandbox." + name, absent);
    }

    private static HttpServer control(SimulatedAtlas atlas) throws IOException {
        int port = Integer.getInteger("sandbox.control-port", 0);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/writes", exchange -> answer(exchange, writes(atlas)));
        server.createContext("/tally", exchange -> answer(exchange, tally(atlas)));
        server.start();
        return server;
    }

    /** A line for each write: number, method, target, endpoint id. */
    private static String writes(SimulatedAtlas atlas) {
        return atlas.writes().stream()
                .map(write -> write.number() + " " + write.method() + " " + write.uri() + " " + write.endpoint() + "\n")
                .collect(Collectors.joining());
    }

    private static String tally(SimulatedAtlas atlas) {
        StringBuilder lines = new StringBuilder()
                .append("requests ")
                .append(atlas.requestCount())
                .append('\n')
                .append("writes ")
                .append(atlas.writeCount())
                .append('\n');
        for (ChallengeReason reason : ChallengeReason.values()) {
            lines.append("challenges.")
                    .append(reason)
                    .append(' ')
                    .append(atlas.challenges(reason))
                    .append('\n');
        }
        return lines.toString();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
