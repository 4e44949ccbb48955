package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.linkgate.RsaKeys;
import dev.linkgate.gateway.platform.store.TestDatabase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;

/** Access tokens of an authorization server, from the request for one to the gateway's answer. */
@Tag("harness")
@Timeout(300)
@Tag("harness")
class AuthorizationServerTest {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final AuthorizationServer SERVER = new AuthorizationServer();

    private static final class Running {
        static final Gateway GATEWAY = start(TestDatabase.usual(), SERVER);
    }

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        Running.GATEWAY.close();
        SERVER.close();
    }

    /** The gateway that learns the keys' address from the server's discovery document. */
    private static Gateway start(TestDatabase database, AuthorizationServer server) {
        return Gateway.start(database, JWT + "issuer-uri=" + server.issuer(), JWT + "audiences=linkgate");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aTeamsTokenHasTheTeamsRoles(TestDatabase database) {
        try (Gateway gateway = start(database, SERVER)) {
            Scene scene = Scene.in(gateway);
            NewTeam team = NewTeam.in(gateway).may("editor", scene.project());
            Caller caller = gateway.as(
                    SERVER.issue(claims -> ours(claims).subject("deployer").claim("team", team.name())));

            Answer added = caller.post(scene.endpoints(), Scene.body(Scene.newEndpoint()));

            assertThat(added).hasStatus(201);
            assertThat(caller.get(Scene.in(gateway).linkPath())).isProblem("forbidden");
            assertThat(caller.get("/admin/teams")).isProblem("forbidden");
            assertThat(gateway.administrator()
                            .get("/admin/audit/records/"
                                    + added.header("Audit-Receipt").replaceFirst(":.*", "")))
                    .has("/actor/kind", "jwt")
                    .has("/actor/team", team.name())
                    .has("/actor/subject", "deployer");
        }
    }

    /** This server's {@code scope} is a list. */
    @Test
    void theAuthorityIsAScope() {
        Gateway gateway = Running.GATEWAY;
        assertThat(gateway.as(SERVER.issue(AuthorizationServerTest::ours, "linkgate:admin", "openid"))
                        .get("/admin/teams"))
                .isOk();
        assertThat(gateway.as(SERVER.issue(AuthorizationServerTest::ours, "openid"))
                        .get("/admin/teams"))
                .isProblem("unauthenticated");
    }

    /** Without a configured audience, the server names the client itself. */
    @Test
    void aTokenForAnotherAudienceIsRefused() {
        assertRefused(SERVER.issue(claims -> claims.claim("team", "payments")));
        assertRefused(SERVER.issue(claims -> claims.audience(List.of("billing")).claim("team", "payments")));
        assertRefused(SERVER.issue(claims -> claims.claim("team", "payments").claims(all -> all.remove("aud"))));
    }

    @Test
    void clocksMayDifferByAMinute() {
        Gateway gateway = Running.GATEWAY;
        Instant now = Instant.now();
        assertThat(gateway.as(SERVER.issue(claims ->
                                ofATeam(claims).issuedAt(now.minusSeconds(600)).expiresAt(now.minusSeconds(30))))
                        .get("/projects"))
                .isOk();
        assertThat(gateway.as(SERVER.issue(claims -> ofATeam(claims).notBefore(now.plusSeconds(30))))
                        .get("/projects"))
                .isOk();
        assertRefused(SERVER.issue(
                claims -> ofATeam(claims).issuedAt(now.minusSeconds(600)).expiresAt(now.minusSeconds(65))));
        assertRefused(SERVER.issue(claims -> ofATeam(claims).notBefore(now.plusSeconds(120))));
    }

    static Stream<Consumer<Map<String, Object>>> claimsOfWrongTypes() {
        return Stream.of(
                claims -> claims.put("team", List.of("payments")),
                claims -> claims.put("team", 4_711),
                claims -> claims.put("team", true),
                claims -> claims.put("team", Map.of("name", "payments")),
                claims -> claims.put("scope", 1),
                claims -> claims.put("scope", Map.of("linkgate:admin", true)),
                claims -> claims.put("scope", List.of("linkgate:admin", 1)),
                claims -> claims.put("exp", String.valueOf(claims.get("exp"))),
                claims -> claims.put("exp", List.of()),
                claims -> claims.put("exp", 1e300),
                claims -> claims.remove("exp"),
                claims -> claims.put("nbf", "soon"),
                claims -> claims.put("iat", true),
                claims -> claims.put("iss", List.of(SERVER.issuer())),
                claims -> claims.put("aud", Map.of("linkgate", true)),
                claims -> claims.put("aud", 5),
                claims -> claims.put("sub", List.of("deployer")));
    }

    @Test
    void claimsOfWrongTypesAreRefused() {
        assertThat(Running.GATEWAY.as(SERVER.sign(good())).get("/projects")).isOk();
        claimsOfWrongTypes().forEach(change -> {
            Map<String, Object> claims = good();
            change.accept(claims);
            assertRefused(SERVER.sign(claims));
        });
    }

    @Test
    void onlyTheServersKeysAndAlgorithmsCount() throws JOSEException {
        RSAKey key = SERVER.key();
        RSAKey foreign = RsaKeys.next(key.getKeyID());
        assertRefused(signed(JWSAlgorithm.RS256, key, new RSASSASigner(foreign)));
        assertRefused(signed(
                JWSAlgorithm.HS256, key, new MACSigner(key.toRSAPublicKey().getEncoded())));
        assertRefused(
                signed(JWSAlgorithm.HS256, key, new MACSigner(key.toPublicJWK().toJSONString())));
        assertRefused(signed(JWSAlgorithm.ES256, key, new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate())));
        String good = SERVER.sign(good());
        for (String algorithm : List.of("none", "None", "ES256", "HS256", "EdDSA", "RS1")) {
            String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + key.getKeyID() + "\"}";
            assertRefused(good.replaceFirst("[^.]*", Base64URL.encode(header).toString()));
        }
        assertRefused(good.replaceFirst(
                        "[^.]*", Base64URL.encode("{\"alg\":\"none\"}").toString())
                .replaceFirst("[^.]*$", ""));
    }

    /** The gateway fetches keys twice a minute at most, so this has a gateway of its own. */
    @Test
    void keysRollOver() {
        try (AuthorizationServer server = new AuthorizationServer().start();
                Gateway gateway = startWithKeys(server)) {
            String first = server.issue(AuthorizationServerTest::ofATeam);
            server.rotate();
            String second = server.issue(AuthorizationServerTest::ofATeam);
            assertThat(gateway.as(second).get("/projects")).isOk();
            assertThat(gateway.as(first).get("/projects")).isOk();

            server.withdrawOldKeys();
            assertThat(gateway.as(first).get("/projects"))
                    .as("the keys are still cached")
                    .isOk();
            server.rotate();
            String third = server.issue(AuthorizationServerTest::ofATeam);

            assertThat(gateway.as(third).get("/projects")).isOk();
            assertThat(gateway.as(second).get("/projects")).isOk();
            assertThat(gateway.as(first).get("/projects")).isProblem("unauthenticated");
            assertThat(server.fetches()).isEqualTo(2);

            // Anybody can make tokens with unknown keys.
            for (int i = 0; i < 20; i++) {
                server.rotate();
                String unknown = server.issue(AuthorizationServerTest::ofATeam);
                assertThat(gateway.as(unknown).get("/projects")).isProblem("unauthenticated");
            }
            assertThat(server.fetches()).isEqualTo(2);
            assertThat(gateway.as(second).get("/projects")).isOk();
        }
    }

    @Test
    void theServerMayBeDown() {
        try (AuthorizationServer server = new AuthorizationServer().start()) {
            String token = server.issue(AuthorizationServerTest::ofATeam);
            server.stop();
            try (Gateway gateway = start(TestDatabase.usual(), server)) {
                NewTeam team = NewTeam.in(gateway);
                assertThat(gateway.anonymous().get("/readyz")).isOk();
                assertThat(gateway.as(token).get("/projects"))
                        .isProblem("unauthenticated")
                        .has(
                                "/detail",
                                "The JWT cannot be checked at the moment: its issuer's keys cannot be fetched.");
                assertThat(team.caller().get("/projects")).isOk();

                server.start();
                assertThat(gateway.as(token).get("/projects")).isOk();

                server.stop();
                assertThat(gateway.as(token).get("/projects")).isOk();
            }
        }
    }

    @Test
    void theServerMayHang() {
        try (AuthorizationServer server = new AuthorizationServer().start()) {
            String token = server.issue(AuthorizationServerTest::ofATeam);
            server.hang();
            try (Gateway gateway = startWithKeys(server)) {
                NewTeam team = NewTeam.in(gateway);
                assertThat(gateway.anonymous().get("/readyz")).isOk();
                CompletableFuture<Answer> waiting =
                        CompletableFuture.supplyAsync(() -> gateway.as(token).get("/projects"));
                assertThat(team.caller().get("/projects")).isOk();
                assertThat(waiting.join()).isProblem("unauthenticated");

                server.resume();
                assertThat(gateway.as(token).get("/projects")).isOk();
            }
        }
    }

    /** The gateway that is told the keys' address. */
    private static Gateway startWithKeys(AuthorizationServer server) {
        return Gateway.start(
                JWT + "issuer-uri=" + server.issuer(),
                JWT + "jwk-set-uri=" + server.jwkSetUri(),
                JWT + "audiences=linkgate");
    }

    private static void assertRefused(String token) {
        assertThat(Running.GATEWAY.as(token).get("/projects")).isProblem("unauthenticated");
    }

    private static JwtClaimsSet.Builder ours(JwtClaimsSet.Builder claims) {
        return claims.audience(List.of("linkgate"));
    }

    private static JwtClaimsSet.Builder ofATeam(JwtClaimsSet.Builder claims) {
        return ours(claims).claim("team", "payments");
    }

    /** The claims of a token that is accepted. */
    private static Map<String, Object> good() {
        Instant now = Instant.now();
        return new HashMap<>(Map.of(
                "iss",
                SERVER.issuer(),
                "aud",
                "linkgate",
                "sub",
                "deployer",
                "team",
                "payments",
                "iat",
                now.getEpochSecond(),
                "exp",
                now.plusSeconds(600).getEpochSecond()));
    }

    private static String signed(JWSAlgorithm algorithm, RSAKey named, JWSSigner signer) throws JOSEException {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(algorithm).keyID(named.getKeyID()).build(), new Payload(good()));
        token.sign(signer);
        return token.serialize();
    }
}
