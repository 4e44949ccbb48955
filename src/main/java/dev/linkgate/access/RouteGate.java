package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.FieldError;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Target;
import dev.linkgate.web.CurrentCall;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Lets a request through only where the table of {@link Routes} says so. It stands before every handler, so a mapping
 * that somebody forgot to put into the table answers 404 to everybody.
 */
final class RouteGate extends HttpFilter {

    private final AccessPolicy policy;

    RouteGate(AccessPolicy policy) {
        this.policy = policy;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Call call = CurrentCall.of(request);
        switch (Routes.match(
                request.getMethod(),
                ServletRequestPathUtils.parseAndCache(request).pathWithinApplication())) {
            case Routes.Match.Found found -> {
                request.setAttribute(
                        HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE,
                        found.route().pattern().getPatternString());
                call.about(target(found.variables()));
                check(request, call, found);
            }
            case Routes.Match.WrongMethod wrong -> {
                requireIdentity(request, call);
                String allowed = String.join(", ", wrong.allowed());
                response.setHeader(HttpHeaders.ALLOW, allowed);
                throw Failure.of(ProblemCode.METHOD_NOT_ALLOWED, "This path takes " + allowed + ".")
                        .toException();
            }
            case Routes.Match.Nowhere nowhere -> {
                requireIdentity(request, call);
                throw Failure.of(ProblemCode.NOT_FOUND, "Nothing of the gateway has this path.")
                        .toException();
            }
        }
        chain.doFilter(request, response);
    }

    private void check(HttpServletRequest request, Call call, Routes.Match.Found found) {
        Map<String, String> variables = found.variables();
        switch (found.route().needs()) {
            case Route.Needs.Nothing nothing -> {}
            case Route.Needs.Identity identity -> requireIdentity(request, call);
            case Route.Needs.Administrator administrator -> {
                requireIdentity(request, call);
                policy.requireAdministrator(call.actor());
                requireValid(variables);
            }
            case Route.Needs.RoleOnProject needed -> {
                requireIdentity(request, call);
                requireValid(variables);
                ProjectId project = Objects.requireNonNull(call.target().project());
                policy.require(call.actor(), needed.role(), project);
            }
        }
    }

    private static void requireIdentity(HttpServletRequest request, Call call) {
        if (call.actor().equals(Actor.ANONYMOUS)) {
            throw Failure.of(ProblemCode.UNAUTHENTICATED, CallerFilter.reasonOf(request))
                    .toException();
        }
    }

    private static void requireValid(Map<String, String> variables) {
        List<FieldError> errors = PathVariables.errors(variables);
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
    }

    /** What the path is about, as far as its ids can be ids at all. */
    private static Target target(Map<String, String> variables) {
        String project = variables.getOrDefault("projectId", "");
        String link = variables.getOrDefault("linkId", "");
        String endpoint = variables.getOrDefault("interfaceEndpointId", "");
        return new Target(
                ProjectId.matches(project) ? new ProjectId(project) : null,
                LinkId.matches(link) ? new LinkId(link) : null,
                EndpointId.matches(endpoint) ? endpoint : null);
    }
}
