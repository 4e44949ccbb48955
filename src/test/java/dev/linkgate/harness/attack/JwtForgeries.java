package dev.linkgate.harness.attack;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.linkgate.RsaKeys;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Attacks by JWTs that the issuer did not make, or not for this. */
final class JwtForgeries {

    private static final String TEAM = "viewer";
    private static final int CONNECTIONS = 16;
    private static final long PAUSE_NANOS = 250_000_000;

    private JwtForgeries() {}

    /**
     * Shows each forgery to a project and to the administrator's resources; none may be let in, the real thing must.
     */
    static void run(AttackContext context) throws IOException, JOSEException {
        context.bed().newTeam("123", "viewer", TestBed.ATTACKED);
        context.bed().newTeam("true", "viewer", TestBed.ATTACKED);
        TokenIssuer issuer = context.bed().issuer();
        expect(context, "a good token", issuer.signed(team(issuer)), 200, 403);
        for (Map.Entry<String, String> forgery : forgeries(issuer).entrySet()) {
            expect(context, forgery.getKey(), forgery.getValue(), 401, 401);
        }
    }

    private static void expect(AttackContext context, String what, String token, int forTeams, int forAdministrators)
            throws IOException {
        Map<String, Integer> wanted = Map.of(TestBed.ATTACKED.linkPath(), forTeams, "/admin/teams", forAdministrators);
        RandomGenerator random = new SplittableRandom(context.seed() + what.hashCode());
        try (RawConnection connection = context.connectFromAnywhere(random)) {
            for (Map.Entry<String, Integer> each : wanted.entrySet()) {
                RawResponse answer =
                        connection.ask(RawRequest.get(each.getKey()).as(token));
                context.seen().answered(answer.status());
                // While the issuer may not be asked again yet, a key may be its.
                boolean isPutOff = each.getValue() == 401 && answer.status() == 503;
                if (answer.status() != each.getValue() && !isPutOff) {
                    context.seen().violated(what, each.getKey() + " -> " + answer);
                }
            }
        }
    }

    private static JWTClaimsSet team(TokenIssuer issuer) {
        return issuer.claims().claim("team", TEAM).build();
    }

    private static Map<String, String> forgeries(TokenIssuer issuer) throws JOSEException {
        RSAKey foreign = RsaKeys.next("issuer");
        RSAKey unknown = new RSAKey.Builder(foreign).keyID("unknown").build();
        Map<String, String> all = new LinkedHashMap<>();
        JWTClaimsSet claims = team(issuer);
        all.put("no algorithm", new PlainJWT(claims).serialize());
        all.put("no signature", issuer.signed(claims).replaceFirst("[^.]+$", ""));
        all.put("another's key", TokenIssuer.signed(foreign, claims));
        all.put("an unknown key", TokenIssuer.signed(unknown, claims));
        all.put("a key in the header", withKeyInHeader(foreign, claims));
        all.put("a key's address in the header", withKeyElsewhere(foreign, claims));
        all.put("the public key as a secret", withPublicKeyAsSecret(issuer.key(), claims));
        JWTClaimsSet.Builder with = new JWTClaimsSet.Builder(claims);
        all.put("no end", issuer.signed(with.expirationTime(null).build()));
        all.put(
                "an end in 285 million years",
                issuer.signed(with.claim("exp", 9_000_000_000_000_000L).build()));
        all.put(
                "an end in the past",
                issuer.signed(with.expirationTime(Date.from(Instant.EPOCH)).build()));
        with = new JWTClaimsSet.Builder(claims);
        all.put(
                "a beginning to come",
                issuer.signed(with.notBeforeTime(Date.from(Instant.now().plusSeconds(3_000)))
                        .build()));
        with = new JWTClaimsSet.Builder(claims);
        all.put("another audience", issuer.signed(with.audience("another").build()));
        all.put("no audience", issuer.signed(with.audience((String) null).build()));
        with = new JWTClaimsSet.Builder(claims);
        all.put(
                "another issuer",
                issuer.signed(with.issuer("https://elsewhere.example").build()));
        all.put("no issuer", issuer.signed(with.issuer(null).build()));
        all.put("other claims", withOtherClaims(issuer.signed(issuer.claims().build()), claims));
        all.put(
                "a number as team",
                issuer.signed(issuer.claims().claim("team", 123).build()));
        all.put(
                "a boolean as team",
                issuer.signed(issuer.claims().claim("team", true).build()));
        all.put(
                "a list as team",
                issuer.signed(issuer.claims().claim("team", List.of(TEAM)).build()));
        all.put(
                "an object as scope",
                issuer.signed(
                        issuer.claims().claim("scope", Map.of("openid", true)).build()));
        all.put(
                "a scope in place of a team",
                issuer.signed(issuer.claims().claim("scope", "linkgate:admin").build()));
        return all;
    }

    private static String withKeyInHeader(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(key.toPublicJWK()).build(), key, claims);
    }

    private static String withKeyElsewhere(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        URI elsewhere = URI.create("http://127.0.0.1:9/jwks");
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .jwkURL(elsewhere)
                        .x509CertURL(elsewhere)
                        .build(),
                key,
                claims);
    }

    private static String signed(JWSHeader header, RSAKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private static String withPublicKeyAsSecret(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return jwt.serialize();
    }

    private static String withOtherClaims(String signed, JWTClaimsSet claims) {
        return signed.replaceFirst("\\.[^.]+\\.", "." + base64(claims.toString()) + ".");
    }

    /** Tokens with unknown keys, while the issuer's server hangs; callers with valid tokens must not notice. */
    static void unknownKeyIds(AttackContext context) throws IOException {
        TokenIssuer issuer = context.bed().issuer();
        String good = issuer.signed(team(issuer));
        String claims = base64(team(issuer).toString());
        expect(context, "a good token", good, 200, 403);
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
            try (RawConnection connection =
                    new RawConnection(RawConnection.LOOPBACK, context.bed().port())) {
                RawResponse answer = connection.ask(RawRequest.get("/projects").as(token));
                if (answer.status() != 200) {
                    context.seen().violated("a good token meanwhile", answer.toString());
                }
            } catch (IOException e) {
                context.seen().violated("a good token meanwhile", e.toString());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
