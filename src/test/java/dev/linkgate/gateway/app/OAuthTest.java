package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static dev.linkgate.gateway.app.OAuthClient.GRANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access tokens for teams' keys (OAuth 2.0, client credentials). */
class OAuthTest {

    /** A path that is not offered, which only known callers learn. */
    private static final String OF_ATLAS = "/api/atlas/v2/nothing";

    private final Gateway gateway = Gateway.shared();
    private final NewTeam team = NewTeam.in(gateway);
    private final OAuthClient client = OAuthClient.of(team);

    @Tag("postgresql")
    @Test
    void tokenOpensTheAtlasApiAlone() {
        NewTeam of = NewTeam.in(Gateway.shared());
        Answer issued = OAuthClient.of(of).ask(GRANT);
        assertThat(issued)
                .isOk()
                .has("/expires_in", 3600)
                .has("/token_type", "Bearer")
                .hasHeader("Cache-Control", "no-store")
                .hasHeader("Pragma", "no-cache")
                .hasHeader("Content-Type", "application/json");
        assertThat(issued.json().propertyNames()).containsExactly("access_token", "expires_in", "token_type");

        Caller caller = of.gateway().as(issued.text("/access_token"));
        assertThat(caller.get(OF_ATLAS)).hasStatus(403);
        for (String elsewhere : List.of("/projects", "/keys/current", "/admin/teams", "/nowhere")) {
            assertThat(caller.get(elsewhere)).isProblem("unauthenticated");
        }
        assertThat(caller.post("/api/oauth/token", "{}")).hasStatus(401).has("/error", "invalid_client");
        assertThat(of.gateway().administrator().get("/admin/audit?action=token.create&team=" + of.name()))
                .has("/totalCount", 1)
                .has("/results/0/phase", "EVENT")
                .has("/results/0/requestId", issued.header("X-Request-Id"))
                .has("/results/0/actor/keyId", of.keyId())
                .has("/results/0/result", "SUCCEEDED");
    }

    @Test
    void clientMayAuthenticateInTheForm() {
        Answer issued = client.askInForm(GRANT);

        assertThat(issued).isOk();
        assertThat(gateway.as(issued.text("/access_token")).get(OF_ATLAS)).hasStatus(403);
        assertThat(issued.header("RateLimit")).isEqualTo(client.ask(GRANT).header("RateLimit"));
    }

    /** The answer is the same whatever is wrong, so an attacker does not learn which ids there are. */
    @Test
    void everyWrongClientGetsTheSameAnswer() {
        NewTeam other = NewTeam.in(gateway);
        NewAdministrator administrator = NewAdministrator.in(gateway, "all");
        String key = team.key();
        String mistyped = key.substring(0, key.length() - 1) + (key.endsWith("x") ? "y" : "x");
        String expected = "";
        String requestId = "";
        for (OAuthClient wrong : List.of(
                new OAuthClient(gateway, other.keyId(), key),
                new OAuthClient(gateway, "000000000000", key),
                new OAuthClient(gateway, team.name(), key),
                new OAuthClient(gateway, team.keyId(), mistyped),
                new OAuthClient(gateway, team.keyId(), team.keyId()),
                new OAuthClient(gateway, administrator.keyId(), administrator.key()),
                new OAuthClient(gateway, "admin", Gateway.ADMIN_TOKEN))) {
            for (Answer refused : List.of(wrong.ask(GRANT), wrong.askInForm(GRANT), wrong.revoke("x"))) {
                assertThat(refused)
                        .hasStatus(401)
                        .has("/error", "invalid_client")
                        .hasHeader("WWW-Authenticate", "Basic realm=\"Linkgate\"");
                expected = expected.isEmpty() ? refused.body() : expected;
                assertThat(refused.body()).isEqualTo(expected);
                requestId = refused.header("X-Request-Id");
            }
        }
        assertThat(gateway.administrator().get("/admin/audit?requestId=" + requestId))
                .has("/results/0/actor/kind", "anonymous")
                .has("/results/0/attempted", "POST /api/oauth/revoke")
                .has("/results/0/code", "unauthenticated");
    }

    @Test
    void requestWithoutAClientIsRefused() {
        Caller anybody = gateway.anonymous();
        for (Answer refused : List.of(
                anybody.get("/api/oauth/token"),
                anybody.delete("/api/oauth/nothing"),
                OAuthClient.sendForm(anybody, "/api/oauth/token", GRANT),
                OAuthClient.sendForm(anybody, "/api/oauth/token", GRANT + "&client_id=" + team.keyId()),
                OAuthClient.sendForm(anybody.with("Authorization", "Basic x"), "/api/oauth/token", GRANT),
                OAuthClient.sendForm(team.caller(), "/api/oauth/token", GRANT),
                OAuthClient.sendForm(gateway.administrator(), "/api/oauth/revoke", "token=x"))) {
            assertThat(refused).hasStatus(401).has("/error", "invalid_client");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', invalid_request",
        "grant_type=, invalid_request",
        "grant_type=password, unsupported_grant_type",
        "grant_type=authorization_code&code=x, unsupported_grant_type",
        "grant_type=Client_Credentials, unsupported_grant_type",
        "grant_type=client_credentials&grant_type=client_credentials, invalid_request",
        "grant_type=client_credentials&scope=atlas, invalid_scope",
        "grant_type=client_credentials&client_secret=x, invalid_request",
        "grant_type=client_credentials&client_id=somebodyElse, invalid_request",
        "grant_type=client_credentials&client_assertion=x, invalid_request",
        "grant_type=client_credentials&a=%zz, invalid_request"
    })
    void requestThatIsNotForATokenIsRefused(String form, String error) {
        assertThat(client.ask(form)).hasStatus(400).has("/error", error);
    }

    @Test
    void parametersThatChangeNothingAreIgnored() {
        assertThat(client.ask(GRANT + "&scope=&colour=red&client_id=" + team.keyId()))
                .isOk();
    }

    @Test
    void parametersDoNotBelongIntoTheQuery() {
        assertThat(client.post("/api/oauth/token?" + GRANT, "")).hasStatus(400).has("/error", "invalid_request");
        assertThat(client.post("/api/oauth/token?pretty=true", GRANT))
                .hasStatus(400)
                .has("/error", "invalid_request");
        assertThat(OAuthClient.sendForm(gateway.anonymous(), "/api/oauth/token?client_secret=" + "lgk_x", GRANT))
                .hasStatus(400)
                .has("/error", "invalid_request");
    }

    @Test
    void everyFailureIsInTheFormOfOAuth() {
        Caller caller = client.authenticated();
        assertThat(caller.get("/api/oauth/token"))
                .hasStatus(405)
                .has("/error", "invalid_request")
                .hasHeader("Allow", "POST");
        assertThat(caller.get("/api/oauth/nothing")).hasStatus(404).has("/error", "invalid_request");
        assertThat(caller.get("/api/oauth//token")).hasStatus(400).has("/error", "invalid_request");
        assertThat(client.ask("a=" + "x".repeat(70_000))).hasStatus(413).has("/error", "invalid_request");
        assertThat(client.askInForm("a=" + "x".repeat(17_000))).hasStatus(413).has("/error", "invalid_request");
        assertThat(caller.with("X-Filler", "x".repeat(17_000)).get("/api/oauth/token"))
                .hasStatus(431)
                .has("/error", "invalid_request");
    }

    @Test
    void revokedTokenOpensNothing() {
        String token = client.token();
        String other = client.token();
        assertThat(gateway.as(token).get(OF_ATLAS)).hasStatus(403);

        assertThat(client.revoke(token)).isOk().isEmpty();

        assertThat(gateway.as(token).get(OF_ATLAS)).hasStatus(401);
        assertThat(gateway.as(other).get(OF_ATLAS)).hasStatus(403);
        assertThat(client.revoke(token)).isOk();
        assertThat(gateway.administrator().get("/admin/audit?action=token.revoke&team=" + team.name()))
                .as("two writes, each with its intent and its outcome")
                .has("/totalCount", 4)
                .has("/results/0/phase", "OUTCOME")
                .has("/results/1/phase", "INTENT")
                .has("/results/0/actor/keyId", team.keyId());
    }

    @Test
    void tokenOfAnotherClientStays() {
        String token = client.token();

        assertThat(OAuthClient.of(NewTeam.in(gateway)).revoke(token))
                .hasStatus(400)
                .has("/error", "invalid_request");
        assertThat(gateway.as(token).get(OF_ATLAS)).hasStatus(403);
    }

    /** Some tools keep a JWT until its end, and send it to whatever they are used with next. */
    @Test
    void tokenIsNoJwt() {
        assertThat(client.token()).startsWith("lgt_").doesNotMatch("[^.]*\\.[^.]*\\.[^.]*");
    }

    /** Such as an old one, which is kept to decrypt: without the database it must be of no use. */
    @Test
    void aMasterKeyAloneMakesNoToken() throws GeneralSecurityException {
        byte[] master = Base64.getDecoder().decode(Gateway.MASTER_KEY);
        byte[] derived = Hkdf.computeHkdf("HMACSHA256", master, new byte[0], utf8("linkgate access tokens"), 32);
        String kid = gateway.administrator().get("/admin/master-keys").text("/results/0/id");
        long end = Instant.now().plusSeconds(600).getEpochSecond();
        String jwt = base64(utf8("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}")) + "."
                + base64(utf8("{\"iss\":\"linkgate\",\"aud\":\"linkgate-atlas-api\",\"sub\":\"" + team.keyId()
                        + "\",\"jti\":\"1\",\"exp\":" + end + "}"));
        String own = "lgt_1." + team.keyId() + "." + end;
        for (byte[] key : List.of(derived, master)) {
            for (String claims : List.of(jwt, own)) {
                assertThat(gateway.as(claims + "." + base64(hmac(key, claims))).get(OF_ATLAS))
                        .hasStatus(401);
            }
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(utf8(text));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
