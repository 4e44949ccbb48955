package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.AllowedParameters;
import dev.linkgate.gateway.core.access.PathVariables;
import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Routes;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Lets a request pass only if the table of {@link Routes} allows it. It precedes every handler, so a mapping that is
 * missing from the table answers 404 to all callers. It refuses with the problem itself, which has more to say than
 * that access is denied.
 */
@Component
public final class RouteAuthorization implements AuthorizationManager<HttpServletRequest> {

    private static final AuthorizationResult ALLOWED = new AuthorizationDecision(true);

    private final Routes routes;
    private final AccessPolicy policy;
    private final List<PathGuard> guards;

    RouteAuthorization(Routes routes, AccessPolicy policy, List<PathGuard> guards) {
        this.routes = routes;
        this.policy = policy;
        this.guards = List.copyOf(guards);
    }

    /**
     * @throws LinkgateException if the request is refused
     * @throws MethodNotAllowedException if the path has other methods only
     */
    @Override
    public AuthorizationResult authorize(Supplier<? extends Authentication> caller, HttpServletRequest request) {
        requireOpen(guard -> guard.closed(request));
        switch (match(request)) {
            case Routes.Match.Found found -> {
                RequestContext context = CurrentContext.of(request);
                request.setAttribute(
                        HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE,
                        found.route().pattern().getPatternString());
                context.noteTarget(target(found.variables()));
                check(request, context, caller, found);
            }
            case Routes.Match.WrongMethod wrong -> {
                requireIdentity(request, caller);
                requireOpen(guard -> guard.unknown(request));
                throw new MethodNotAllowedException(
                        request.getMethod(),
                        wrong.allowed().stream().map(HttpMethod::valueOf).toList());
            }
            case Routes.Match.Nowhere nowhere -> {
                requireIdentity(request, caller);
                requireOpen(guard -> guard.unknown(request));
                throw Failure.of(ProblemCode.NOT_FOUND, "No such path.").toException();
            }
        }
        return ALLOWED;
    }

    private Routes.Match match(HttpServletRequest request) {
        return routes.match(
                request.getMethod(),
                ServletRequestPathUtils.parseAndCache(request).pathWithinApplication());
    }

    private void requireOpen(Function<PathGuard, Optional<Failure>> closed) {
        for (PathGuard guard : guards) {
            Optional<Failure> refusal = closed.apply(guard);
            if (refusal.isPresent()) {
                throw refusal.get().toException();
            }
        }
    }

    private void check(
            HttpServletRequest request,
            RequestContext context,
            Supplier<? extends Authentication> caller,
            Routes.Match.Found found) {
        switch (found.route().needs()) {
            case Route.Needs.Nothing nothing -> requireValid(request, found);
            case Route.Needs.Identity identity -> {
                requireIdentity(request, caller);
                requireValid(request, found);
            }
            case Route.Needs.TeamKey key -> {
                requireIdentity(request, caller);
                policy.requireTeamKey(context.actor());
                requireValid(request, found);
                context.allowedByIdentity();
            }
            case Route.Needs.Scope needed -> {
                requireIdentity(request, caller);
                policy.requireScope(context.actor(), needed.anyOf());
                requireValid(request, found);
                context.allowed(policy.rightTo(context.actor(), needed.anyOf()));
            }
            case Route.Needs.Approver approver -> {
                requireIdentity(request, caller);
                requireValid(request, found);
                ProjectId project = Objects.requireNonNull(context.target().project());
                policy.requireApprover(context.actor(), project);
                context.allowed(policy.rightToApprove(context.actor(), project));
            }
            case Route.Needs.RoleOnProject needed -> {
                requireIdentity(request, caller);
                requireValid(request, found);
                ProjectId project = Objects.requireNonNull(context.target().project());
                policy.require(context.actor(), needed.role(), project);
                context.allowed(policy.rightTo(context.actor(), needed.role(), project));
            }
        }
    }

    private void requireIdentity(HttpServletRequest request, Supplier<? extends Authentication> caller) {
        Failure refusal = ((CallerAuthentication) caller.get()).refusal();
        if (refusal != null) {
            throw refusal.toException();
        }
        policy.confirm(CurrentContext.of(request));
    }

    private static void requireValid(HttpServletRequest request, Routes.Match.Found found) {
        List<FieldError> errors = PathVariables.errors(found.variables());
        Set<String> parameters = found.route().parameters();
        if (request.getQueryString() != null && parameters != null) {
            errors.addAll(AllowedParameters.errors(request.getParameterMap(), parameters));
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors.stream().map(FieldError::ofParameter).toList())
                    .toException();
        }
    }

    /** The target named by the path, as far as its ids are well-formed. */
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
