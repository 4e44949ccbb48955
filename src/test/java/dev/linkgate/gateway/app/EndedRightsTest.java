package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes whose caller has ended, while they were under way, by the time at which they would be made. */
@Tag("postgresql")
class EndedRightsTest {

    private final Gateway gateway;

    EndedRightsTest() {
        gateway = Gateway.shared();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | /admin/administrators/ADMIN/keys                  | {"label":"mine, too"}
            PUT  | /admin/administrators/ADMIN                       | {"description":"","scopes":["all","auditor"]}
            PUT  | /admin/teams/TEAM                                 | {"description":"taken over"}
            POST | /admin/teams/TEAM/keys                            | {"label":"a back door"}
            PUT  | /admin/teams/TEAM/grants/5df264b8f10fab7d2cad2f0a | {"role":"owner"}
            PUT  | /admin/credentials/CREDENTIAL                     | {"kind":"digest","publicKey":"walkkeys","privateKey":"7e1fd2c9-5a0b"}
            PUT  | /admin/projects/5df264b8f10fab7d2cad2f0a          | {"name":"taken","credential":"default"}
            POST | /admin/config                                     | {"teams":{"TEAM":{"description":"declared"}}}
            """)
    void anAdministratorWhoseKeyIsRevokedMeanwhileChangesNothing(String method, String path, String body)
            throws IOException {
        NewTeam team = NewTeam.in(gateway);
        NewAdministrator administrator = NewAdministrator.in(gateway, "all");
        String named = path.replace("ADMIN", administrator.name())
                .replace("TEAM", team.name())
                .replace("CREDENTIAL", "stolen");
        String text = body.replace("TEAM", team.name());

        RawResponse answer = whenRevokedMeanwhile(
                method, named, text, administrator.key(), administrator.path() + "/keys/" + administrator.keyId());

        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body()).contains("unauthenticated");
        assertNothingSucceeded(administrator.keyId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /keys/rotation                                     | {"overlap":"PT1H"}
            /projects/5df264b8f10fab7d2cad2f0a/access-requests | {"kind":"ROLE","role":"viewer","reason":"curious"}
            """)
    void aTeamWhoseKeyIsRevokedMeanwhileChangesNothing(String path, String body) throws IOException {
        NewTeam team = NewTeam.in(gateway);

        RawResponse answer =
                whenRevokedMeanwhile("POST", path, body, team.key(), team.path() + "/keys/" + team.keyId());

        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertNothingSucceeded(team.keyId());
    }

    /** The credential is tried out between its intent and the change. */
    @Test
    void aChangeThatWaitsForAtlasMeanwhileIsNotMade() {
        NewAdministrator administrator = NewAdministrator.in(gateway, "all");
        String path = "/admin/credentials/late-" + Gateway.unused(6);

        assertThat(whileAtlasAnswers(
                        "/v2/?(\\?.*)?$",
                        administrator.path() + "/keys/" + administrator.keyId(),
                        () -> administrator.caller().put(path + "?verify=true", """
                        {"kind":"digest","publicKey":"%s","privateKey":"%s"}""".formatted(
                                        Gateway.PUBLIC_KEY, Gateway.PRIVATE_KEY))))
                .isProblem("unauthenticated");
        assertThat(gateway.administrator().get(path)).isProblem("credential-not-found");
        assertNothingSucceeded(administrator.keyId());
    }

    /** Nothing is sent to Atlas for these: its state alone is the answer, or the reason to refuse. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | links                                 | {"provider":"AWS","region":"us-east-1"}
            POST   | links                                 | {"provider":"AWS","region":"us-east-1","supportedRemoteRegions":["EU_WEST_1"]}
            POST   | links?dryRun=true                     | {"provider":"AWS","region":"us-east-1"}
            POST   | links?dryRun=true                     | {"provider":"AWS","region":"us-east-1","supportedRemoteRegions":["EU_WEST_1"]}
            PATCH  | links/LINK                            | {"supportedRemoteRegions":[]}
            PUT    | regional-mode                         | {"enabled":false}
            PUT    | links/LINK/endpoints/ENDPOINT         | {}
            DELETE | links/LINK                            | {}
            POST   | links/LINK/endpoints?dryRun=true      | {"interfaceEndpointId":"ENDPOINT"}
            """)
    void whatAtlasShowsMeanwhileIsNotShown(String method, String path, String body) {
        Scene scene = Scene.in(gateway);
        String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String named = "/projects/" + scene.project() + "/"
                + path.replace("LINK", scene.link().value()).replace("ENDPOINT", endpoint);
        NewTeam team = NewTeam.in(gateway).may("owner", scene.project());

        assertThat(whileAtlasAnswers(
                        scene, team, () -> team.caller().sendJson(method, named, body.replace("ENDPOINT", endpoint))))
                .isProblem("unauthenticated");

        assertThat(scene.writes()).isEmpty();
        assertNothingSucceeded(team.keyId());
    }

    @Test
    void whatAtlasSaysOfACredentialMeanwhileIsNotShown() {
        String unknown = Scene.newProject().value();
        NewAdministrator administrator = NewAdministrator.in(gateway, "all");

        assertThat(whileAtlasAnswers(
                        unknown,
                        administrator.path() + "/keys/" + administrator.keyId(),
                        () -> administrator
                                .caller()
                                .post(
                                        "/admin/credentials/default/verification",
                                        "{\"projectId\":\"" + unknown + "\"}")))
                .isProblem("unauthenticated");
    }

    private Answer whileAtlasAnswers(Scene scene, NewTeam team, Supplier<Answer> request) {
        return whileAtlasAnswers(scene.project().value(), team.path() + "/keys/" + team.keyId(), request);
    }

    /** Atlas has looked, and its answer is on the way. */
    private Answer whileAtlasAnswers(String uri, String pathOfKey, Supplier<Answer> request) {
        CompletableFuture<Void> release = new CompletableFuture<>();
        gateway.atlas().faults().next("GET", uri, Fault.hold(release));
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(request, Thread.ofPlatform()::start);
        Patience.until(() -> release.getNumberOfDependents() > 0);
        assertThat(gateway.administrator().delete(pathOfKey)).hasStatus(204);
        release.complete(null);
        return answer.join();
    }

    /** The gateway asks for the body when it knows who calls, and what that caller may do. */
    private RawResponse whenRevokedMeanwhile(String method, String path, String body, String key, String pathOfKey)
            throws IOException {
        try (RawConnection connection =
                new RawConnection(RawConnection.LOOPBACK, gateway.url().getPort())) {
            String head = """
                    %s %s HTTP/1.1
                    Host: a
                    Authorization: Bearer %s
                    Expect: 100-continue
                    Content-Type: application/json
                    Content-Length: %d

                    """.formatted(method, path, key, body.length());
            connection.say(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            assertThat(connection.hearInterim()).isEqualTo(100);

            assertThat(gateway.administrator().delete(pathOfKey)).hasStatus(204);
            connection.say(body.getBytes(StandardCharsets.UTF_8));
            return connection.hear(false);
        }
    }

    private void assertNothingSucceeded(String keyId) {
        assertThat(gateway.administrator()
                        .get("/admin/audit?result=SUCCEEDED&limit=20")
                        .json()
                        .at("/results")
                        .findValues("actor"))
                .extracting(actor -> actor.path("keyId").asString(""))
                .isNotEmpty()
                .doesNotContain(keyId);
    }
}
