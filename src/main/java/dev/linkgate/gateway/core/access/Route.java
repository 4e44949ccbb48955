package dev.linkgate.gateway.core.access;

import dev.linkgate.gateway.core.access.principal.AdminScope;
import dev.linkgate.gateway.core.access.principal.Role;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * One row of the table of routes: a path, its methods, and the required authority.
 *
 * @param elements the number of separators and segments of a matching path; {@value #ANY} if that is not fixed
 * @param parameters the known query parameters, besides those of every route; absent if the route takes any
 */
public record Route(
        HttpMethod method,
        PathPattern pattern,
        int elements,
        Needs needs,
        @Nullable Set<String> parameters) {

    private static final int ANY = -1;

    /** The authority required for a route. */
    public sealed interface Needs {

        Needs NOTHING = new Nothing();
        Needs IDENTITY = new Identity();
        Needs TEAM_KEY = new TeamKey();
        Needs VIEWER = new RoleOnProject(Role.VIEWER);
        Needs EDITOR = new RoleOnProject(Role.EDITOR);
        Needs OWNER = new RoleOnProject(Role.OWNER);
        Needs APPROVER = new Approver();
        Needs AUDITOR = new Scope(AdminScope.AUDITOR);
        Needs OPERATOR = new Scope(AdminScope.OPERATOR);
        Needs ACCESS = new Scope(AdminScope.ACCESS);
        Needs ACCESS_OR_AUDITOR = new Scope(AdminScope.ACCESS, AdminScope.AUDITOR);
        Needs OPERATOR_OR_AUDITOR = new Scope(AdminScope.OPERATOR, AdminScope.AUDITOR);
        Needs ALL = new Scope(AdminScope.ALL);

        /** Nothing: the route shows no project's data. */
        record Nothing() implements Needs {}

        /** A known caller; the answer depends on the caller. */
        record Identity() implements Needs {}

        /** An API key of a team, as nothing else can be rotated. */
        record TeamKey() implements Needs {}

        /** A caller who answers access requests on the project in the path, as its rules say. */
        record Approver() implements Needs {}

        /** A role on the project in the path. */
        record RoleOnProject(Role role) implements Needs {}

        /** An administrator with one of these scopes, or with all. */
        record Scope(Set<AdminScope> anyOf) implements Needs {

            Scope(AdminScope one, AdminScope... others) {
                this(EnumSet.of(one, others));
            }
        }
    }

    public static Route get(String path, Needs needs) {
        return of(HttpMethod.GET, path, needs);
    }

    public static Route of(HttpMethod method, String path, Needs needs) {
        int elements = path.contains("**")
                ? ANY
                : PathContainer.parsePath(path).elements().size();
        return new Route(method, PathPatternParser.defaultInstance.parse(path), elements, needs, Set.of());
    }

    /**
     * A copy of this route that takes any query: for files, because queries are often used to make their names unique,
     * and where the handler refuses a query in words of its own.
     */
    public Route withAnyQuery() {
        return new Route(method, pattern, elements, needs, null);
    }

    /** A copy of this route that also takes these query parameters. */
    public Route with(String... names) {
        Set<String> all = new HashSet<>(Objects.requireNonNull(parameters, "it takes any query"));
        all.addAll(List.of(names));
        return new Route(method, pattern, elements, needs, Set.copyOf(all));
    }

    /** A copy of this route of a list that also takes the parameters that choose a page. */
    public Route paged() {
        return with("pageNum", "itemsPerPage", "includeCount");
    }

    /** Whether a path can match, judged by its length: most cannot, and matching costs more than counting. */
    boolean fits(PathContainer path) {
        return elements == ANY || elements == path.elements().size();
    }
}
