package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The required role of each route, as docs/api.md lists them. */
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
        "GET, /projects/{project}, viewer, 200",
        "GET, /projects/{project}/endpoints, viewer, 200",
        "GET, /projects/{project}/links, viewer, 200",
        "GET, /projects/{project}/links/{link}, viewer, 200",
        "GET, /projects/{project}/links/64b7f1d8a91d3e5f60718301/events, viewer, 404",
        "GET, /projects/{project}/links/{link}/endpoints, viewer, 200",
        "GET, /projects/{project}/links/{link}/endpoints/{endpoint}, viewer, 404",
        "GET, /projects/{project}/drift, viewer, 200",
        "GET, /projects/{project}/terraform, viewer, 200",
        "GET, /projects/{project}/audit, viewer, 200",
        "POST, /projects/{project}/links, owner, 400",
        "PATCH, /projects/{project}/links/{link}, owner, 400",
        "DELETE, /projects/{project}/links/64b7f1d8a91d3e5f60718301, owner, 404",
        "PUT, /projects/{project}/regional-mode, owner, 400",
        "POST, /projects/{project}/links/{link}/endpoints, editor, 400",
        "PUT, /projects/{project}/links/{link}/endpoints/{endpoint}, editor, 400",
        "DELETE, /projects/{project}/links/{link}/endpoints/{endpoint}, editor, 404",
        "GET, /projects/{project}/rules, viewer, 200",
        "GET, /projects/{project}/operations, viewer, 200",
        "PUT, /projects/{project}/access-requests/ar_00000000000000000000000000000000/answer, owner, 400",
    })
    void aTeamMayWhatItsRoleAllows(String method, String path, String role, int status) {
        assertThat(send(GATEWAY.anonymous(), method, path)).isProblem("unauthenticated");
        for (String held : RISING) {
            Answer answer = send(team(held), method, path);
            if (RISING.indexOf(held) < RISING.indexOf(role)) {
                assertThat(answer).isProblem("forbidden");
                assertThat(answer.text("/detail"))
                        .contains("'" + role + "'")
                        .endsWith("can ask for it: POST /projects/{projectId}/access-requests.");
            } else {
                assertThat(answer).hasStatus(status);
            }
        }
        assertThat(send(GATEWAY.administrator(), method, path)).hasStatus(status);
    }

    @Test
    void everyKnownCallerMayListProjects() {
        assertThat(GATEWAY.anonymous().get("/projects")).isProblem("unauthenticated");
        assertThat(team("nobody").get("/projects")).results("projectId").isEmpty();
        assertThat(team("owner").get("/projects"))
                .results("projectId")
                .containsExactly(SCENE.project().value());
    }

    @Test
    void everyCallerSeesItsOwnKey() {
        assertThat(GATEWAY.anonymous().get("/keys/current")).isProblem("unauthenticated");
        NewTeam team = NewTeam.in(GATEWAY).may("editor", SCENE.project());
        Answer current = team.caller().get("/keys/current");
        assertThat(current)
                .isOk()
                .has("/kind", "team")
                .has("/id", team.keyId())
                .has("/label", "ci")
                .has("/team", team.name())
                .has("/grants/0/projectId", SCENE.project())
                .has("/grants/0/role", "editor");
        assertThat(current.json().at("/expiresAt").isNull()).isTrue();
        assertThat(current)
                .isNullAt("/subject")
                .hasNo("/scopes/0")
                .hasNo("/networks/0")
                .isNullAt("/certificate");
        assertThat(GATEWAY.administrator().get("/admin/audit?action=key.get&team=" + team.name()))
                .results("requestId")
                .containsExactly(current.header("X-Request-Id"));
    }

    @Test
    void administratorsSeeTheirScopes() {
        NewAdministrator ada = NewAdministrator.in(GATEWAY, "auditor", "access");
        assertThat(ada.caller().get("/keys/current"))
                .has("/kind", "admin")
                .has("/id", ada.keyId())
                .has("/subject", ada.name())
                .has("/scopes/0", "auditor")
                .has("/scopes/1", "access");
        Answer token = GATEWAY.administrator().get("/keys/current");
        assertThat(token).has("/kind", "admin").has("/scopes/0", "all");
        assertThat(token).isNullAt("/id").isNullAt("/label").isNullAt("/team").isNullAt("/subject");
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

    /** What is allowed writes nothing: no body is valid, and what is removed does not exist. */
    private static Answer send(Caller caller, String method, String path) {
        String target = path.replace("{project}", SCENE.project().value())
                .replace("{link}", SCENE.link().value())
                .replace("{endpoint}", "vpce-0b9c5701325cb15dd");
        return method.equals("GET") || method.equals("DELETE")
                ? caller.send(method, target, BodyPublishers.noBody())
                : caller.sendJson(method, target, "{\"nonsense\":1}");
    }

    private static Object withoutNames(Answer answer) {
        return ((ObjectNode) answer.json()).without(List.of("instance", "requestId"));
    }
}
