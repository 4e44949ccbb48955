package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route, by an administrator with each scope, and with all but the one for everything: none reaches more than its
 * scopes say, and nobody else reaches what is for administrators.
 */
@Tag("postgresql")
class ScopesTest {

    private static final Gateway GATEWAY = Gateway.remembering(TestDatabase.usual());
    private static final String ATLAS_API = "/api/atlas/";
    private static final List<String> SCOPES = List.of("auditor", "operator", "access", "all");

    /** Every known caller may list what it may see, and ask for more. */
    private static final Set<String> OWN = Set.of(
            "GET /projects",
            "POST /projects/{projectId}/access-requests",
            "GET /projects/{projectId}/access-requests",
            "GET /projects/{projectId}/access-requests/{requestId}",
            "DELETE /projects/{projectId}/access-requests/{requestId}",
            "GET " + ATLAS_API + "v2",
            "GET " + ATLAS_API + "v2/groups/byName/{groupName}",
            "GET " + ATLAS_API + "v2/orgs",
            "GET " + ATLAS_API + "v2/orgs/{orgId}",
            "GET " + ATLAS_API + "v2/orgs/{orgId}/groups",
            "GET " + ATLAS_API + "v2/groups");

    private static final Set<String> CHANGES_OF_THE_TRAIL =
            Set.of("/admin/audit/key-rotation", "/admin/audit/rollback-acceptance");

    static Stream<List<String>> sets() {
        return Stream.concat(SCOPES.stream().map(List::of), Stream.of(List.of("auditor", "operator", "access")));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void anAdministratorReachesWhatTheScopesSay(List<String> scopes) {
        Caller caller =
                NewAdministrator.in(GATEWAY, scopes.toArray(String[]::new)).caller();
        for (RouteList.Entry route : RouteList.entries()) {
            Answer answer = EveryPathTest.send(caller, route, Map.of());
            if (route.pattern().startsWith("/api/oauth/")) {
                assertThat(answer).hasStatus(401).has("/error", "invalid_client");
            } else if (isAllowed(scopes, route.method(), route.pattern())) {
                assertThat(answer).extractingStatus().isNotIn(401, 403, 405);
            } else if (route.pattern().startsWith(ATLAS_API)) {
                assertThat(answer).isAtlasError(403, "USER_UNAUTHORIZED");
            } else {
                assertThat(answer).isProblem("forbidden");
            }
        }
    }

    /** The routes of each scope, by hand. */
    private static boolean isAllowed(List<String> scopes, String method, String pattern) {
        if (pattern.equals("/keys/rotation")) { // for keys of teams only
            return false;
        }
        if (scopes.contains("all") || OWN.contains(method + " " + pattern)) {
            return true;
        }
        if (pattern.equals("/admin/access") || (method + " " + pattern).equals("GET /admin/config")) {
            return scopes.contains("auditor");
        }
        if (pattern.startsWith("/admin/audit") && !CHANGES_OF_THE_TRAIL.contains(pattern)) {
            return scopes.contains("auditor");
        }
        if (pattern.endsWith("/rules") && pattern.startsWith("/admin")) {
            return scopes.contains("access") || (scopes.contains("auditor") && method.equals("GET"));
        }
        if (pattern.endsWith("/access-requests/{requestId}/answer")) {
            return scopes.contains("access");
        }
        if (pattern.startsWith("/admin/credentials")
                || pattern.startsWith("/admin/projects")
                || pattern.startsWith("/admin/webhooks")) {
            return scopes.contains("operator");
        }
        if (pattern.equals("/admin/endpoints")) {
            return scopes.contains("operator") || scopes.contains("auditor");
        }
        if (pattern.equals("/admin/grants")
                || pattern.equals("/admin/access-requests")
                || (pattern.startsWith("/admin/teams") && method.equals("GET"))) {
            return scopes.contains("access") || scopes.contains("auditor");
        }
        if (pattern.startsWith("/admin/teams") || pattern.equals("/admin/tokens")) {
            return scopes.contains("access");
        }
        return Stream.of("/admin", "/projects", ATLAS_API).noneMatch(pattern::startsWith);
    }
}
