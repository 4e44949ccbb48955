package dev.linkgate.harness.attack;

import dev.linkgate.gateway.app.Caller;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attacks by unknown callers but for one, on 16 connections without a pause. */
final class Floods {

    private static final int CONNECTIONS = 16;
    private static final String ATLAS_LINKS =
            "/api/atlas/v2/groups/" + TestBed.ATTACKED.project() + "/privateEndpoint/AWS/endpointService";
    private static final String LONG = "x".repeat(7_500);

    private Floods() {}

    static void probes(AttackContext context) {
        flood(context, number -> RawRequest.get(number % 2 == 0 ? "/livez" : "/readyz"));
    }

    static void readiness(AttackContext context) {
        RequestFlood.of(128, number -> RawRequest.get("/readyz")).run(context);
    }

    static void longPaths(AttackContext context) {
        flood(context, number -> RawRequest.get(TestBed.ATTACKED.endpoints() + "/" + LONG));
    }

    static void wrongTokens(AttackContext context) {
        String revoked = context.token(CallerKind.REVOKED);
        flood(
                context,
                number -> RawRequest.get(TestBed.ATTACKED.endpoints()).as(number % 2 == 0 ? revoked : "lgk_" + number));
    }

    /** The requests have a nonce of the gateway, so that each response is checked. */
    static void wrongDigests(AttackContext context) {
        String id = keyId(context.token(CallerKind.VIEWER));
        String nonce = nonce(context);
        flood(
                context,
                number -> atlasLinks()
                        .with("Authorization: Digest username=\"" + (number % 2 == 0 ? id : "nobody")
                                + "\", realm=\"MMS Public API\", nonce=\"" + nonce + "\", uri=\"" + ATLAS_LINKS
                                + "\", algorithm="
                                + (number % 4 < 2 ? "MD5" : "SHA-256") + ", qop=auth, nc="
                                + String.format("%08x", number + 1)
                                + ", cnonce=\"c\", response=\"" + "0".repeat(number % 4 < 2 ? 32 : 64) + '"'));
    }

    /** What each request of some clients begins with. */
    static void digestChallenges(AttackContext context) {
        flood(context, number -> atlasLinks());
    }

    static void wrongClients(AttackContext context) {
        String id = keyId(context.token(CallerKind.VIEWER));
        String revoked = context.token(CallerKind.REVOKED);
        flood(context, number -> switch ((int) (number % 3)) {
            case 0 -> tokenRequest(basic(id, revoked), "grant_type=client_credentials");
            case 1 -> tokenRequest(basic(keyId(revoked), revoked), "grant_type=client_credentials");
            default -> tokenRequest("", "grant_type=client_credentials&client_id=" + id + "&client_secret=" + number);
        });
    }

    static void accessTokensOfAViewer(AttackContext context) {
        String key = context.token(CallerKind.VIEWER);
        String credentials = basic(keyId(key), key);
        flood(context, number -> tokenRequest(credentials, "grant_type=client_credentials"));
    }

    /** A token of one key is of no use to another one, and each is looked at. */
    static void alteredAccessTokens(AttackContext context) {
        String token = accessToken(context);
        int last = token.lastIndexOf('.');
        flood(
                context,
                number -> atlasLinks().as(token.substring(0, last - 1 - (int) (number % 40)) + token.substring(last)));
    }

    private static RawRequest atlasLinks() {
        return RawRequest.get(ATLAS_LINKS).with("Accept: application/vnd.atlas.2023-01-01+json");
    }

    private static RawRequest tokenRequest(String credentials, String form) {
        RawRequest request = RawRequest.of("POST", "/api/oauth/token")
                .with("Content-Type: application/x-www-form-urlencoded")
                .withBody(form);
        return credentials.isEmpty() ? request : request.with("Authorization: Basic " + credentials);
    }

    private static String nonce(AttackContext context) {
        URI gateway = URI.create("http://127.0.0.1:" + context.bed().port());
        String challenge = Caller.of(gateway).get(ATLAS_LINKS).header("WWW-Authenticate");
        Matcher nonce = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge);
        if (!nonce.find()) {
            throw new IllegalStateException("no nonce in " + challenge);
        }
        return nonce.group(1);
    }

    private static String accessToken(AttackContext context) {
        String key = context.token(CallerKind.VIEWER);
        return ask(context, tokenRequest(basic(keyId(key), key), "grant_type=client_credentials"))
                .text("/access_token");
    }

    private static RawResponse ask(AttackContext context, RawRequest request) {
        try (RawConnection connection = context.connect()) {
            connection.say(request.bytes());
            return connection.hear(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part of a key that names it. */
    private static String keyId(String key) {
        return key.substring(4, 16);
    }

    private static String basic(String id, String secret) {
        return Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    static void apiDocs(AttackContext context) {
        flood(context, number -> RawRequest.get("/v3/api-docs").with("Accept-Language: " + language(number)));
    }

    static void swaggerFiles(AttackContext context) {
        flood(context, number -> RawRequest.get("/swagger-ui/swagger-ui-bundle.js"));
    }

    private static void flood(AttackContext context, LongFunction<RawRequest> request) {
        RequestFlood.of(CONNECTIONS, request).run(context);
    }

    /** A well-formed language tag for each number. */
    private static String language(long number) {
        return "" + (char) ('a' + number % 26) + (char) ('a' + number / 26 % 26) + (char) ('a' + number / 676 % 26);
    }
}
