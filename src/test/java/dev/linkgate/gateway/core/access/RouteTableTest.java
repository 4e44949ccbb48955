package dev.linkgate.gateway.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.Gateway;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The table of routes and the controllers' mappings have the same paths. */
class RouteTableTest {

    /** Served by others than controllers: the probes, and the files of the Swagger UI. */
    private static final Set<String> WITHOUT_CONTROLLER = Set.of("GET /livez", "GET /readyz", "GET /swagger-ui/**");

    private final List<Route> routes =
            Gateway.shared().context().getBean(Routes.class).table();

    @Test
    void tableMatchesTheMappings() {
        Set<String> table = routes.stream()
                .map(route -> route.method() + " " + route.pattern().getPatternString())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = mapped();
        expected.addAll(WITHOUT_CONTROLLER);

        assertThat(table).isEqualTo(expected).hasSize(routes.size());
    }

    private static Set<String> mapped() {
        return Gateway.shared().context().getBeansOfType(RequestMappingHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(RouteTableTest::routes)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A mapping without a method accepts all methods. */
    private static Stream<String> routes(RequestMappingInfo mapping) {
        Set<RequestMethod> named = mapping.getMethodsCondition().getMethods();
        Set<RequestMethod> methods = named.isEmpty() ? Set.of(RequestMethod.values()) : named;
        return mapping.getPatternValues().stream()
                .flatMap(pattern -> methods.stream().map(method -> method + " " + pattern));
    }
}
