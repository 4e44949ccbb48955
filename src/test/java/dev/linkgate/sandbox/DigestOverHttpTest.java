package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.RunningAtlas.V2_ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.authentication.ChallengeReason;
import dev.linkgate.sandbox.authentication.SandboxAccess;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DigestOverHttpTest {

    private static final String LINKS = V2_ROOT + "/AWS/endpointService";

    private final RunningAtlas running = new RunningAtlas();
    private final SimulatedAtlas atlas = running.atlas;
    private final AtlasCaller caller = running.v2;

    @AfterEach
    void stop() {
        running.close();
    }

    /** Recorded by MongoDB's own client: mongodb-atlas-cli, TestSetupFailureFlow/Invalid_Private_Key, August 2026. */
    @Test
    void challengesByteForByteAsAtlasDoes() {
        HttpResponse<String> answer = caller.send("GET", LINKS, null, null);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .hasSize(142)
                .isEqualTo("{\n  \"error\" : 401,\n  \"reason\" : \"Unauthorized\",\n  \"detail\" : \"You are not"
                        + " authorized for this resource.\",\n  \"errorCode\" : \"UNEXPECTED_ERROR\"\n}");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Error-Code")).isEmpty();
        assertThat(answer.headers().firstValue("Ratelimit-Limit")).isEmpty();
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .matches("Digest realm=\"MMS Public API\", domain=\"\", nonce=\"[A-Za-z0-9+/]{32}\", algorithm=MD5,"
                        + " qop=\"auth\", stale=false");
        assertThat(atlas.log().challenges(ChallengeReason.NO_CREDENTIALS)).isOne();
    }

    @Test
    void refusesARepeatedCountAndCountsIt() {
        String nonce = caller.nonce(LINKS);
        use(nonce, 1);

        assertRefused(use(nonce, 1), ChallengeReason.REPEATED_COUNT, false);
        assertThat(atlas.log().repeatedCounts()).isOne();
        assertThat(use(nonce, 2).statusCode()).as("the nonce is still good").isEqualTo(200);
    }

    @Test
    void refusesACountOfZero() {
        assertRefused(use(caller.nonce(LINKS), 0), ChallengeReason.ZERO_COUNT, false);
    }

    @Test
    void refusesAGapInTheCounts() {
        assertRefused(use(caller.nonce(LINKS), 2), ChallengeReason.SKIPPED_COUNT, false);
    }

    @Test
    void acceptsAGapIfTheRuleAllowsIt() {
        try (RunningAtlas lenient = new RunningAtlas(
                settings -> settings.withAccess(settings.access().withCountRule(SandboxAccess.CountRule.RISING)))) {
            String nonce = lenient.v2.nonce(LINKS);
            String seventh = lenient.v2.authorization("GET", LINKS, nonce, 7);
            String third = lenient.v2.authorization("GET", LINKS, nonce, 3);

            assertThat(lenient.v2.send("GET", LINKS, null, seventh).statusCode())
                    .isEqualTo(200);
            assertThat(lenient.v2.send("GET", LINKS, null, third).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void callsAnExpiredNonceStale() {
        String nonce = caller.nonce(LINKS);
        running.letPass(Duration.ofSeconds(60));
        assertThat(use(nonce, 1).statusCode()).isEqualTo(200);

        running.letPass(Duration.ofMillis(1));

        HttpResponse<String> refused = use(nonce, 2);
        assertRefused(refused, ChallengeReason.STALE_NONCE, true);
        assertThat(use(AtlasCaller.nonce(refused), 1).statusCode()).isEqualTo(200);
    }

    @Test
    void wrongKeyWinsOverExpiredNonce() {
        String nonce = caller.nonce(LINKS);
        running.letPass(Duration.ofMinutes(5));
        AtlasCaller wrong = new AtlasCaller(atlas.baseUrl(), RunningAtlas.PUBLIC_KEY, "guess", AtlasCaller.V2);

        HttpResponse<String> answer = wrong.send("GET", LINKS, null, wrong.authorization("GET", LINKS, nonce, 1));

        assertRefused(answer, ChallengeReason.WRONG_RESPONSE, false);
    }

    @Test
    void refusesNonceThatWasNeverIssued() {
        assertRefused(use("SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg", 1), ChallengeReason.UNKNOWN_NONCE, false);
    }

    @Test
    void answersAWrongKeyWithAFreshNonce() {
        AtlasCaller wrong = new AtlasCaller(atlas.baseUrl(), RunningAtlas.PUBLIC_KEY, "guess", AtlasCaller.V2);
        String nonce = wrong.nonce(LINKS);

        HttpResponse<String> answer = wrong.send("GET", LINKS, null, wrong.authorization("GET", LINKS, nonce, 1));

        assertRefused(answer, ChallengeReason.WRONG_RESPONSE, false);
        assertThat(AtlasCaller.nonce(answer)).isNotEqualTo(nonce);
        assertThat(use(nonce, 1).statusCode())
                .as("a wrong guess spends no count")
                .isEqualTo(200);
    }

    @Test
    void requiresTheExactRequestUri() {
        String nonce = caller.nonce(LINKS);
        String withoutQuery = caller.authorization("GET", LINKS, nonce, 1);

        assertRefused(
                caller.send("GET", LINKS + "?pretty=false", null, withoutQuery), ChallengeReason.WRONG_URI, false);
    }

    @Test
    void requiresTheDigestOfTheMethod() {
        String ofGet = caller.authorization("GET", LINKS, caller.nonce(LINKS), 1);

        assertRefused(caller.send("DELETE", LINKS, null, ofGet), ChallengeReason.WRONG_RESPONSE, false);
    }

    @Test
    void refusesADigestOfAnotherKind() {
        String good = caller.authorization("GET", LINKS, caller.nonce(LINKS), 1);

        for (String bad : new String[] {
            good.replace("qop=auth", "qop=auth-int"),
            good.replace("nc=00000001", "nc=1"),
            good.replace("nc=00000001", "nc=0000000g"),
            good.replace(", nc=00000001", ""),
            good.replace("algorithm=\"MD5\"", "algorithm=SHA-256"),
            good + ", nc=00000002",
            good + ",",
            "Basic YWJjZGVmZ2g6eA=="
        }) {
            assertThat(caller.send("GET", LINKS, null, bad).statusCode())
                    .as(bad)
                    .isEqualTo(401);
        }
        assertThat(atlas.log().challenges(ChallengeReason.MALFORMED)).isEqualTo(8);
        assertThat(caller.send("GET", LINKS, null, good).statusCode())
                .as("none of them spent the count")
                .isEqualTo(200);
    }

    private HttpResponse<String> use(String nonce, int count) {
        return caller.send("GET", LINKS, null, caller.authorization("GET", LINKS, nonce, count));
    }

    private void assertRefused(HttpResponse<String> answer, ChallengeReason reason, boolean stale) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .endsWith("stale=" + stale);
        assertThat(atlas.log().challenges(reason)).isOne();
    }
}
