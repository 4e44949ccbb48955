package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** JWTs beside API keys, when the operator has named an issuer. */
class JwtTest {

    private static final TokenIssuer ISSUER = new TokenIssuer();

    private static final class Running {
        static final Gateway GATEWAY = Gateway.start(
                "linkgate.issuers.company.issuer-uri=" + ISSUER.url(),
                "linkgate.issuers.company.audiences=linkgate",
                "linkgate.issuers.company.team-claim=squad",
                "linkgate.events.max-jwt-life=1s");
    }

    private final Gateway gateway = Running.GATEWAY;
    private final Scene scene = Scene.in(gateway);
    private final NewTeam team = NewTeam.in(gateway).may("editor", scene.project());

    /** The issuer is out of reach when the gateway starts; that must neither stop it nor last. */
    @BeforeAll
    static void start() {
        ISSUER.fail(true);
        Gateway gateway = Running.GATEWAY;
        assertThat(gateway.as(signed(claims -> claims.claim("squad", "anybody")))
                        .get("/projects"))
                .isProblem("issuer-unavailable")
                .hasHeader("Retry-After", "30");
        assertThat(gateway.administrator().get("/projects")).isOk();
        ISSUER.fail(false);
    }

    @AfterAll
    static void stop() {
        Running.GATEWAY.close();
        ISSUER.close();
    }

    /** RFC 6750, section 3. */
    @Test
    void theReasonOfARefusalIsInTheAnswerAndInTheLog() {
        Instant end = Instant.now().minusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        String reason = "Jwt expired at " + end;
        String expired = signed(claims -> claims.claim("squad", team.name()).expirationTime(Date.from(end)));
        try (EcsLog log = new EcsLog("dev.linkgate.requests")) {
            Answer answer = gateway.as(expired).get("/projects");

            assertThat(answer).isProblem("unauthenticated").has("/detail", reason);
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo("Bearer error=\"invalid_token\", error_description=\"" + reason + '"');
            assertThat(answer.everything()).doesNotContain(expired).doesNotContain(ISSUER.url());
            assertThat(log.lines())
                    .filteredOn(line -> line.at("/http/request/id").asString("").equals(answer.header("X-Request-Id")))
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.at("/error/message").asString()).isEqualTo(reason));
        }
        assertThat(gateway.anonymous().get("/projects").header("WWW-Authenticate"))
                .isEqualTo("Bearer");
    }

    @Test
    void teamTokenHasTheTeamsRoles() {
        Caller caller = gateway.as(signed(claims -> claims.claim("squad", team.name())));

        assertThat(caller.get("/projects"))
                .results("projectId")
                .containsExactly(scene.project().value());
        Answer current = caller.get("/keys/current");
        assertThat(current).isOk().has("/kind", "jwt").has("/team", team.name());
        assertThat(current).isNullAt("/id").isNullAt("/label").isNullAt("/createdAt");
        Answer added = caller.post(scene.endpoints(), Scene.body(Scene.newEndpoint()));
        assertThat(added).hasStatus(201);
        assertThat(caller.get("/admin/teams")).isProblem("forbidden");
        assertThat(caller.get(Scene.in(gateway).linkPath())).isProblem("forbidden");
        assertThat(gateway.administrator()
                        .get("/admin/audit/records/"
                                + added.header("Audit-Receipt").replaceFirst(":.*", "")))
                .has("/actor/kind", "jwt")
                .has("/actor/team", team.name())
                .has("/actor/subject", "somebody");
    }

    /** It may have been withdrawn without notice to the gateway. */
    @Test
    void aStreamIsNotOpenForLong() {
        String path = scene.linkPath() + "/events";
        try (EventStream ofATeam =
                EventStream.open(gateway.as(signed(claims -> claims.claim("squad", team.name()))), path)) {
            assertThat(ofATeam.untilItEnds()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void tokenOfAnUnknownTeamHasNoRole() {
        Caller caller = gateway.as(signed(claims -> claims.claim("squad", "none-such")));
        assertThat(caller.get("/projects")).results("projectId").isEmpty();
        assertThat(caller.get(scene.linkPath())).isProblem("forbidden");
        String ask = "/projects/" + scene.project() + "/access-requests";
        String asked = "{\"kind\":\"ROLE\",\"role\":\"viewer\",\"reason\":\"We read\"}";
        assertThat(caller.post(ask, asked)).isProblem("team-not-found");
    }

    private static String signed(Consumer<JWTClaimsSet.Builder> claims) {
        return ISSUER.issue(claims);
    }
}
