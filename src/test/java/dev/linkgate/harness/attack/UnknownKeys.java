package dev.linkgate.harness.attack;

import dev.linkgate.gateway.app.TokenIssuer;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;

/** JWTs with unknown keys, while the issuer's server hangs; callers with valid ones must not notice. */
final class UnknownKeys {

    private static final int CONNECTIONS = 16;
    private static final long PAUSE_NANOS = 250_000_000;

    private UnknownKeys() {}

    static void run(AttackContext context) throws IOException {
        TokenIssuer issuer = context.bed().issuer();
        String good = issuer.issue(jwt -> jwt.claim("team", "viewer"));
        String claims = good.replaceFirst("[^.]*[.]", "").replaceFirst("[.].*", "");
        ask(context, good); // the issuer's key is known from now on
        int before = issuer.fetches();
        issuer.hang(true);
        try (ExecutorService threads = context.threads()) {
            threads.execute(() -> goOn(context, good));
            RequestFlood.of(
                            CONNECTIONS,
                            number -> RawRequest.get("/projects")
                                    .as(base64("{\"alg\":\"RS256\",\"kid\":\"" + number + "\"}") + "." + claims
                                            + ".c2ln"))
                    .run(context);
        } finally {
            issuer.hang(false);
        }
        context.seen().saw("key fetches " + (issuer.fetches() - before));
    }

    private static void goOn(AttackContext context, String token) {
        while (!context.over()) {
            try {
                ask(context, token);
            } catch (IOException e) {
                context.seen().violated("a good token meanwhile", e.toString());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void ask(AttackContext context, String token) throws IOException {
        try (RawConnection connection =
                new RawConnection(RawConnection.LOOPBACK, context.bed().port())) {
            RawResponse answer = connection.ask(RawRequest.get("/projects").as(token));
            if (answer.status() != 200) {
                context.seen().violated("a good token", answer.toString());
            }
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
