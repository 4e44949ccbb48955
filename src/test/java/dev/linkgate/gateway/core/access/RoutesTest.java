package dev.linkgate.gateway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.Gateway;
import dev.linkgate.gateway.core.access.principal.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;

class RoutesTest {

    private static final Routes ROUTES = Gateway.shared().context().getBean(Routes.class);

    private static final String PROJECT = "5df264b8f10fab7d2cad2f0a";
    private static final String LINK = "5df264b8f10fab7d2cad2f0d";

    @ParameterizedTest
    @CsvSource({
        "GET,    /projects/P/links,                               VIEWER",
        "GET,    /projects/P/links/L,                             VIEWER",
        "GET,    /projects/P/links/L/events,                      VIEWER",
        "GET,    /projects/P/links/L/endpoints,                   VIEWER",
        "POST,   /projects/P/links/L/endpoints,                   EDITOR",
        "GET,    /projects/P/links/L/endpoints/vpce-0b9c5701,     VIEWER",
        "HEAD,   /projects/P/links/L/endpoints/vpce-0b9c5701,     VIEWER",
        "DELETE, /projects/P/links/L/endpoints/vpce-0b9c5701,     EDITOR",
        "GET,    /projects/P/links/L/endpoints/vpce-0b9c5701/connection-strings, VIEWER",
        "GET,    /projects/P/drift,                               VIEWER",
        "GET,    /projects/P/terraform,                           VIEWER",
        "GET,    /projects/P/audit,                               VIEWER"
    })
    void aProjectsRoutesNeedARoleOnIt(String method, String path, Role role) {
        assertThat(match(method, path)).isInstanceOfSatisfying(Routes.Match.Found.class, found -> {
            assertThat(found.route().needs()).isEqualTo(new Route.Needs.RoleOnProject(role));
            assertThat(found.variables()).containsEntry("projectId", PROJECT);
        });
    }

    @Test
    void adminPathsNeedAScope() {
        assertThat(ROUTES.table())
                .filteredOn(route -> route.pattern().getPatternString().startsWith("/admin"))
                .isNotEmpty()
                .allMatch(route -> route.needs() instanceof Route.Needs.Scope);
    }

    @Test
    void projectPathsNeedARoleExceptToAskForOne() {
        assertThat(match("POST", "/projects/P/access-requests"))
                .isInstanceOfSatisfying(
                        Routes.Match.Found.class,
                        found -> assertThat(found.route().needs()).isEqualTo(new Route.Needs.Identity()));
        assertThat(ROUTES.table())
                .filteredOn(route -> route.pattern().getPatternString().contains("{projectId}"))
                .filteredOn(route -> !route.pattern().getPatternString().contains("/access-requests"))
                .isNotEmpty()
                .allMatch(route -> route.needs() instanceof Route.Needs.RoleOnProject
                        || route.needs() instanceof Route.Needs.Approver
                        || route.needs() instanceof Route.Needs.Scope);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere",
        "GET, /projects/P/",
        "GET, /projects/P/links/",
        "GET, /projects/P/links/L/endpoints/vpce-1/more",
        "GET, /admin",
        "GET, /actuator/health",
        "GET, /error"
    })
    void whatIsNotInTheTableIsNowhere(String method, String path) {
        assertThat(match(method, path)).isInstanceOf(Routes.Match.Nowhere.class);
    }

    @ParameterizedTest
    @CsvSource({"PATCH", "PUT", "TRACE", "OPTIONS", "CONNECT", "PROPFIND"})
    void anotherMethodOnAKnownPathIsToldWhatThePathTakes(String method) {
        assertThat(match(method, "/projects/P/links/L/endpoints"))
                .isEqualTo(new Routes.Match.WrongMethod(Set.of("GET", "HEAD", "POST")));
    }

    @Test
    void everyVariableOfThePathsHasAForm() {
        List<String> unchecked = ROUTES.table().stream()
                .flatMap(route -> Pattern.compile("\\{(\\w+)")
                        .matcher(route.pattern().getPatternString())
                        .results()
                        .map(variable -> variable.group(1)))
                .distinct()
                .filter(variable -> PathVariables.errors(Map.of(variable, "/")).isEmpty())
                .toList();

        assertThat(unchecked).containsExactlyInAnyOrder("code", "file", "operationId", "groupName", "orgId");
    }

    @Test
    void allPathErrorsAreReportedAtOnce() {
        assertThat(PathVariables.errors(Map.of("projectId", "P", "linkId", LINK, "interfaceEndpointId", "vpce-1")))
                .extracting(error -> error.field())
                .containsExactly("interfaceEndpointId", "projectId");
    }

    private static Routes.Match match(String method, String path) {
        return ROUTES.match(
                method,
                PathContainer.parsePath(path.replace("/P", "/" + PROJECT).replace("/L", "/" + LINK)));
    }
}
