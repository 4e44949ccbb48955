package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;

/** Access tokens of an authorization server, from the request for one to the gateway's answer. */
@Tag("harness")
@Timeout(300)
class AuthorizationServerTest {

    private static final String ISSUER = "linkgate.issuers.company.";
    private static final AuthorizationServer SERVER = new AuthorizationServer();

    private static final class Running {
        static final Gateway GATEWAY = start(SERVER);
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
    private static Gateway start(AuthorizationServer server) {
        return Gateway.start(
                ISSUER + "issuer-uri=" + server.issuer(), ISSUER + "audiences=linkgate", ISSUER + "team-claim=team");
    }

    @Test
    void aTeamsTokenHasTheTeamsRoles() {
        Gateway gateway = Running.GATEWAY;
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

    /** The gateway fetches keys twice in an interval at most, so this has a gateway of its own. */
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
            assertThat(gateway.as(first).get("/projects").status()).isIn(401, 503);
            assertThat(gateway.as(second).get("/projects")).isOk();
        }
    }

    @Test
    void theServerMayBeDown() {
        try (AuthorizationServer server = new AuthorizationServer().start()) {
            String token = server.issue(AuthorizationServerTest::ofATeam);
            server.stop();
            try (Gateway gateway = start(server)) {
                NewTeam team = NewTeam.in(gateway);
                assertThat(gateway.anonymous().get("/readyz")).isOk();
                assertThat(gateway.as(token).get("/projects"))
                        .isProblem("issuer-unavailable")
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
                CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(
                        () -> gateway.as(token).get("/projects"), Thread.ofPlatform()::start);
                assertThat(team.caller().get("/projects")).isOk();
                assertThat(waiting.join()).isProblem("issuer-unavailable");

                server.resume();
                assertThat(gateway.as(token).get("/projects")).isOk();
            }
        }
    }

    /** The gateway that is told the keys' address. */
    private static Gateway startWithKeys(AuthorizationServer server) {
        return Gateway.start(
                ISSUER + "issuer-uri=" + server.issuer(),
                ISSUER + "jwk-set-uri=" + server.jwkSetUri(),
                ISSUER + "audiences=linkgate",
                ISSUER + "team-claim=team");
    }

    private static JwtClaimsSet.Builder ours(JwtClaimsSet.Builder claims) {
        return claims.audience(List.of("linkgate"));
    }

    private static JwtClaimsSet.Builder ofATeam(JwtClaimsSet.Builder claims) {
        return ours(claims).claim("team", "payments");
    }
}
