package dev.linkgate.access;

import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** One row of the table of routes: what may be asked for, and by whom. */
record Route(HttpMethod method, PathPattern pattern, Needs needs) {

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
        return new Route(method, PathPatternParser.defaultInstance.parse(path), needs);
    }
}
