package dev.linkgate.sandbox;

import com.sun.net.httpserver.HttpServer;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.authentication.SandboxAccess;
import dev.linkgate.sandbox.state.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * The simulated Atlas as a separate process, for load. It prints two lines,
 * {@code base-url <url>} and {@code control-url <url>}, and runs until it is killed.
 *
 * <p>Options are system properties:
 * <pre>
 *   sandbox.port            0: any      where Atlas listens, on 127.0.0.1
 *   sandbox.control-port    0: any      where {@link AtlasControl} listens, on 127.0.0.1
 *   sandbox.public-key      demokeys
 *   sandbox.private-key     00000000-0000-4000-8000-000000000000
 *   sandbox.client-id, sandbox.client-secret   a service account; none unless both are given
 *   sandbox.access          strict      or open: all callers are admitted
 *   sandbox.nonce-lifetime  PT60S       ISO 8601
 *   sandbox.timing          watchable   or instant, or an ISO 8601 duration that each phase takes
 *   sandbox.delay           PT0S        before each answer
 *   sandbox.remembered      10000       requests and writes; 0 under load
 * </pre>
 */
public final class SimulatedAtlasServer {

    private SimulatedAtlasServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        SimulatedAtlas atlas = new SimulatedAtlas(settings()).start();
        DemoAtlas.seed(atlas);
        HttpServer control = AtlasControl.start(atlas, Integer.getInteger("sandbox.control-port", 0));
        System.out.println("base-url " + atlas.baseUrl());
        System.out.println(
                "control-url http://127.0.0.1:" + control.getAddress().getPort());
        new CountDownLatch(1).await();
    }

    private static SandboxSettings settings() {
        SandboxAccess access =
                option("access", "strict").equals("open") ? SandboxAccess.open() : SandboxAccess.strict();
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
                .withTiming(timing(option("timing", "watchable")))
                .withAnswerDelay(Duration.parse(option("delay", "PT0S")))
                .withRemembered(Integer.getInteger("sandbox.remembered", 10_000));
    }

    private static Timing timing(String given) {
        return switch (given) {
            case "watchable" -> Timing.WATCHABLE;
            case "instant" -> Timing.INSTANT;
            default -> {
                Duration phase = Duration.parse(given);
                yield new Timing(phase, phase, phase, phase, phase, phase);
            }
        };
    }

    private static String option(String name, String absent) {
        return System.getProperty("sandbox." + name, absent);
    }
}
