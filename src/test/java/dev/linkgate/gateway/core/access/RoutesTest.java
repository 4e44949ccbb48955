package dev.linkgate.gateway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.Gateway;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static final Routes ROUTES = Gateway.shared().context().getBean(Routes.class);

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
}
