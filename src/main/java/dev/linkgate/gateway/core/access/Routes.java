package dev.linkgate.gateway.core.access;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The one table of routes, the core's and those of all features. A path outside the table does not exist for any caller,
 * even if a controller maps it. From left to right, a word of a path precedes a variable in its place.
 */
@Component
public final class Routes {

    private static final String AFTER_ALL_WORDS = "\uffff";

    private final List<Route> table;
    private final Map<HttpMethod, List<Route>> byMethod;

    Routes(Features features, List<RouteSource> sources) {
        this.table = sources.stream()
                .filter(features::isOn)
                .flatMap(source -> source.routes().stream())
                .sorted(Comparator.comparing(Routes::order))
                .toList();
        this.byMethod = table.stream().collect(Collectors.groupingBy(Route::method));
    }

    private static String order(Route route) {
        return route.pattern().getPatternString().replaceAll("\\{[^/]*}|\\*\\*", AFTER_ALL_WORDS);
    }

    List<Route> table() {
        return table;
    }

    /** The result of routing a request. */
    public sealed interface Match {

        /** @param variables the path's variables, decoded */
        record Found(Route route, Map<String, String> variables) implements Match {}

        /** @param allowed the methods that the path accepts */
        record WrongMethod(Set<String> allowed) implements Match {}

        record Nowhere() implements Match {}
    }

    /** @param method as sent; HEAD is routed like GET */
    public Match match(String method, PathContainer path) {
        HttpMethod wanted = method.equals("HEAD") ? HttpMethod.GET : HttpMethod.valueOf(method);
        for (Route route : byMethod.getOrDefault(wanted, List.of())) {
            if (route.fits(path)) {
                PathPattern.PathMatchInfo match = route.pattern().matchAndExtract(path);
                if (match != null) {
                    return new Match.Found(route, match.getUriVariables());
                }
            }
        }
        Set<String> allowed = table.stream()
                .filter(route -> route.pattern().matches(path))
                .map(route -> route.method().name())
                .collect(Collectors.toCollection(TreeSet::new));
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed.isEmpty() ? new Match.Nowhere() : new Match.WrongMethod(allowed);
    }
}
