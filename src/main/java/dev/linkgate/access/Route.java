package dev.linkgate.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * One row of the table of routes: what may be asked for, and by whom.
 *
 * @param elements how many separators and segments a path has that matches; {@value #ANY} if that is not fixed
 * @param parameters the query parameters that it knows, beside those that every route knows; absent if it takes any
 */
record Route(
        HttpMethod method,
        PathPattern pattern,
        int elements,
        Needs needs,
        @Nullable Set<String> parameters) {

    private static final int ANY = -1;

    /** What a caller needs for a route. */
    sealed interface Needs {

        /** Nothing: the route shows nothing of any project. */
        record Nothing() implements Needs {}

        /** To be known; what it sees depends on who it is. */
        record Identity() implements Needs {}

        /** A role on the project in the path. */
        record RoleOnProject(Role role) implements Needs {}

        /** To be the administrator. */
        record Administrator() implements Needs {}
    }

    static Route get(String path, Needs needs) {
        return of(HttpMethod.GET, path, needs);
    }

    static Route of(HttpMethod method, String path, Needs needs) {
        int elements = path.contains("**")
                ? ANY
                : PathContainer.parsePath(path).elements().size();
        return new Route(method, PathPatternParser.defaultInstance.parse(path), elements, needs, Set.of());
    }

    /** The same route, which takes any query: it serves files, whose names are often made unique by one. */
    Route withAnyQuery() {
        return new Route(method, pattern, elements, needs, null);
    }

    /** The same route, which knows these query parameters. */
    Route with(String... names) {
        return new Route(method, pattern, elements, needs, Set.of(names));
    }

    /** Whether a path can match at all, told by its length: most cannot, and to match costs more than to count. */
    boolean fits(PathContainer path) {
        return elements == ANY || elements == path.elements().size();
    }
}
