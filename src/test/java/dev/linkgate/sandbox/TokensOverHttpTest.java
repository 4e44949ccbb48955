package dev.linkgate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.authentication.ChallengeReason;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokensOverHttpTest {

    private static final String CLIENT = "mdb_sa_id_64b7f0c2a91d3e5f60718293";
    private static final String SECRET = "mdb_sa_sk_for-tests-only";
    private static final String GRANT = "grant_type=client_credentials";
    private static final String LINKS = RunningAtlas.V2_ROOT + "/AWS/endpointService";

    private final RunningAtlas running = new RunningAtlas(
            settings -> settings.withAccess(settings.access().withServiceAccount(CLIENT, Secret.of(SECRET))));

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void endsATokenWithItsLifetime() {
        String token =
                json(token(basic(CLIENT, SECRET), GRANT)).get("access_token").stringValue();
        running.letPass(Duration.ofMinutes(59));
        assertThat(listWith(token).statusCode()).isEqualTo(200);

        running.letPass(Duration.ofMinutes(1));

        assertThat(listWith(token).statusCode()).isEqualTo(401);
        assertThat(running.atlas.log().challenges(ChallengeReason.BAD_TOKEN)).isOne();
    }

    @Test
    void endsARevokedToken() {
        String token =
                json(token(basic(CLIENT, SECRET), GRANT)).get("access_token").stringValue();

        HttpResponse<String> answer =
                oauth("/api/oauth/revoke", basic(CLIENT, SECRET), "token=" + token + "&token_type_hint=access_token");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(listWith(token).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesInTheShapeOfOAuth() {
        assertRefused(token(null, GRANT + "&client_id=" + CLIENT + "&client_secret=" + SECRET), 400, "invalid_request");
        assertRefused(token(basic(CLIENT, "guess"), GRANT), 401, "invalid_client");
        assertRefused(token(basic("nobody", SECRET), GRANT), 401, "invalid_client");
        assertRefused(token("Basic %%%", GRANT), 401, "invalid_client");
        assertRefused(token(basic(CLIENT, SECRET), "grant_type=password"), 400, "unsupported_grant_type");
    }

    @Test
    void issuesAtMostAHundredTokens() {
        for (int i = 0; i < 100; i++) {
            assertThat(token(basic(CLIENT, SECRET), GRANT).statusCode()).isEqualTo(200);
        }

        assertRefused(token(basic(CLIENT, SECRET), GRANT), 403, "access_denied");

        running.letPass(Duration.ofHours(1));
        assertThat(token(basic(CLIENT, SECRET), GRANT).statusCode()).isEqualTo(200);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).get("error").stringValue()).isEqualTo(error);
        assertThat(json(answer).has("error_description")).isTrue();
        assertThat(json(answer).has("errorCode")).isFalse();
    }

    private HttpResponse<String> listWith(String token) {
        return running.v2.send("GET", LINKS, null, "Bearer " + token);
    }

    private HttpResponse<String> token(@Nullable String authorization, String form) {
        return oauth("/api/oauth/token", authorization, form);
    }

    private HttpResponse<String> oauth(String path, @Nullable String authorization, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        running.atlas.baseUrl().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpClient client = running.v2.client();
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String basic(String name, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
