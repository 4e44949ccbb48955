package dev.linkgate.app;

import static dev.linkgate.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Section 2 of the contract: the required role of each route. */
class RolesTest {

    private static final Gateway GATEWAY = Gateway.shared();
    private static final Scene SCENE = Scene.in(GATEWAY);
    private static final Map<String, Caller> TEAMS = Map.of(
            "nobody", NewTeam.in(GATEWAY).caller(),
            "viewer", SCENE.viewer(),
            "editor", SCENE.editor(),
            "owner", SCENE.owner());
    private static final List<String> RISING = List.of("nobody", "viewer", "editor", "owner");

    @ParameterizedTest
    @CsvSource({
        "GET, /projects/{project}/links, viewer",
        "GET, /projects/{project}/links/{link}, viewer",
        "GET, /projects/{project}/links/64b7f1d8a91d3e5f60718301/events, viewer",
        "GET, /projects/{project}/links/{link}/endpoints, viewer",
        "GET, /projects/{project}/links/{link}/endpoints/{endpoint}, viewer",
        "GET, /projects/{project}/audit, viewer",
        "POST, /projects/{project}/links/{link}/endpoints, editor",
        "PUT, /projects/{project}/links/{link}/endpoints/{endpoint}, editor",
        "DELETE, /projects/{project}/links/{link}/endpoints/{endpoint}, editor",
        "GET, /projects/{project}/operations, viewer",
    })
    void aTeamMayWhatItsRoleAllows(String method, String path, String role) {
        assertThat(send(GATEWAY.anonymous(), method, path)).isProblem("unauthenticated");
        for (String held : RISING) {
            Answer answer = send(team(held), method, path);
            if (RISING.indexOf(held) < RISING.indexOf(role)) {
                assertThat(answer).isProblem("forbidden");
                assertThat(answer.text("/detail")).contains("'" + role + "'");
            } else {
                assertAllowed(answer);
            }
        }
        assertAllowed(send(GATEWAY.administrator(), method, path));
    }

    static Stream<String> administration() {
        return Stream.of(
                "GET /admin/credentials",
                "GET /admin/credentials/default",
                "PUT /admin/credentials/none-such",
                "DELETE /admin/credentials/none-such",
                "POST /admin/credentials/none-such/verification",
                "GET /admin/projects",
                "GET /admin/projects/{project}",
                "PUT /admin/projects/{project}",
                "DELETE /admin/projects/{project}",
                "GET /admin/teams",
                "GET /admin/teams/none-such",
                "PUT /admin/teams/none-such",
                "DELETE /admin/teams/none-such",
                "GET /admin/teams/none-such/keys",
                "POST /admin/teams/none-such/keys",
                "DELETE /admin/teams/none-such/keys/000000000000",
                "GET /admin/teams/none-such/grants",
                "PUT /admin/teams/none-such/grants/{project}",
                "DELETE /admin/teams/none-such/grants/{project}",
                "GET /admin/audit",
                "GET /admin/audit/verification",
                "GET /admin/audit/records/1");
    }

    @ParameterizedTest
    @MethodSource("administration")
    void theAdministratorAloneMayAdministrate(String request) {
        String[] parts = request.split(" ", -1);
        assertThat(send(GATEWAY.anonymous(), parts[0], parts[1])).isProblem("unauthenticated");
        assertThat(send(team("owner"), parts[0], parts[1])).isProblem("forbidden");
        assertAllowed(send(GATEWAY.administrator(), parts[0], parts[1]));
    }

    @Test
    void everyKnownCallerMayListProjects() {
        assertThat(GATEWAY.anonymous().get("/projects")).isProblem("unauthenticated");
        assertThat(team("nobody").get("/projects")).results("id").isEmpty();
        assertThat(team("owner").get("/projects"))
                .results("id")
                .containsExactly(SCENE.project().value());
    }

    @Test
    void aRoleOnOneProjectIsNoneOnAnother() {
        Scene other = Scene.in(GATEWAY);
        assertThat(team("owner").get(other.linkPath())).isProblem("forbidden");
        assertThat(team("owner").get("/projects/" + other.project() + "/links/" + SCENE.link()))
                .isProblem("forbidden");
    }

    @Test
    void unknownCallerLearnsNothing() {
        Scene nowhere = new Scene(GATEWAY, Scene.newProject(), Scene.newLink());
        Caller stranger = team("nobody");
        assertThat(withoutNames(stranger.get(SCENE.linkPath())))
                .isEqualTo(withoutNames(stranger.get(nowhere.linkPath())));
    }

    @Test
    void problemPagesAreOpenToAll() {
        Caller anybody = GATEWAY.anonymous();
        Answer all = anybody.get("/problems");
        assertThat(all)
                .results("code")
                .containsExactlyInAnyOrderElementsOf(HouseRules.codes().keySet());
        for (String code : HouseRules.codes().keySet()) {
            assertThat(anybody.get("/problems/" + code))
                    .isOk()
                    .has("/code", code)
                    .has("/type", "/problems/" + code)
                    .has("/status", HouseRules.codes().get(code));
        }
    }

    private static Caller team(String role) {
        return Objects.requireNonNull(TEAMS.get(role));
    }

    private static Answer send(Caller caller, String method, String path) {
        String target = path.replace("{project}", SCENE.project().value())
                .replace("{link}", SCENE.link().value())
                .replace("{endpoint}", "vpce-0b9c5701325cb15dd");
        return method.equals("GET") || method.equals("DELETE")
                ? caller.send(method, target, BodyPublishers.noBody())
                : caller.sendJson(method, target, "{\"nonsense\":1}");
    }

    private static void assertAllowed(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isIn(200, 204, 400, 404);
    }

    private static Object withoutNames(Answer answer) {
        return ((ObjectNode) answer.json()).without(List.of("instance", "requestId"));
    }
}
