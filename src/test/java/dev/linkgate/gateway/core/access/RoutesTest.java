package dev.linkgate.gateway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.Gateway;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;

class RoutesTest {

    private static final Routes ROUTES = Gateway.shared().context().getBean(Routes.class);

    private static final String PROJECT = "5df264b8f10fab7d2cad2f0a";
    private static final String LINK = "5df264b8f10fab7d2cad2f0d";

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

    private static Routes.Match match(String method, String path) {
        return ROUTES.match(
                method,
                PathContainer.parsePath(path.replace("/P", "/" + PROJECT).replace("/L", "/" + LINK)));
    }
}
