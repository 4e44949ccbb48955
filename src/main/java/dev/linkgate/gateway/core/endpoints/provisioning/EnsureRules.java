package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import java.util.List;
import java.util.Optional;

/** The rules of ensuring an endpoint: one that is absent is added, one that has failed is removed and added again. */
final class EnsureRules {

    static final String TAKES_MINUTES =
            "An operation replaces the endpoint, which takes minutes. Until then it does not work.";

    private final EndpointReplacement replacement;
    private final RemoveRules removals;
    private final AuditTrail trail;

    EnsureRules(EndpointReplacement replacement, RemoveRules removals, AuditTrail trail) {
        this.replacement = replacement;
        this.removals = removals;
        this.trail = trail;
    }

    SendDecision<EndpointWrite, Endpoint> before(
            RequestContext context, AtlasProject project, EndpointWrite.Ensure ensure) {
        Optional<String> operation = trail.ask(context, () -> replacement.underWay(ensure.link(), ensure.id()));
        if (operation.isPresent()) {
            return new SendDecision.Stop<>(new WriteResult.Deferred<>(operation.get()));
        }
        return switch (EndpointObservation.of(
                () -> project.endpoint(ensure.link().link(), ensure.id()))) {
            case EndpointObservation.Present present -> keepOrReplace(context, project, ensure, present.endpoint());
            case EndpointObservation.Absent absent -> {
                if (absent.isOfLink()) {
                    throw absent.refusal();
                }
                yield add(project, ensure);
            }
        };
    }

    private static SendDecision<EndpointWrite, Endpoint> add(AtlasProject project, EndpointWrite.Ensure ensure) {
        NewEndpoint endpoint = ensure.endpoint()
                .orElseGet(
                        () -> AskedEndpoint.ofIdAlone(ensure.id(), "because the link does not have the endpoint yet"));
        return new SendDecision.Send<>(
                new EndpointWrite.Add(
                        ensure.link(),
                        AskedEndpoint.fitted(project, ensure.link(), endpoint),
                        EndpointWrite.Cause.REQUEST),
                Optional.empty());
    }

    private SendDecision<EndpointWrite, Endpoint> keepOrReplace(
            RequestContext context, AtlasProject project, EndpointWrite.Ensure ensure, Endpoint endpoint) {
        Optional<NewEndpoint> asked =
                ensure.endpoint().map(given -> AskedEndpoint.fitted(project, ensure.link(), given));
        if (!endpoint.leaving() && !endpoint.failed()) {
            asked.ifPresent(wanted -> AskedEndpoint.requireSame(endpoint, wanted));
            return new SendDecision.Stop<>(new WriteResult.Unneeded<>(endpoint));
        }
        // What could not be added again must not be removed.
        NewEndpoint wanted = asked.or(
                        () -> endpoint.asNew().map(known -> AskedEndpoint.fitted(project, ensure.link(), known)))
                .orElseGet(() ->
                        AskedEndpoint.ofIdAlone(ensure.id(), "because Atlas does not tell it of the failed endpoint"));
        EndpointWrite.Permissions permissions = ensure.replacement();
        if (!endpoint.leaving() && !permissions.linkRemoval()) {
            removals.requireAnother(context, project, ensure.link(), ensure.id());
        }
        Optional<NewLink> link = permissions.linkRemoval() && permissions.linkCreation()
                ? NewLink.like(project.link(ensure.link().link()))
                : Optional.empty();
        return new SendDecision.Defer<>(
                endpoint, writes(ensure, endpoint, wanted), replacement.of(context, ensure, endpoint, wanted, link));
    }

    /** One that is leaving does not count any more, so it is added like a new one. */
    private static List<EndpointWrite> writes(EndpointWrite.Ensure ensure, Endpoint endpoint, NewEndpoint wanted) {
        if (endpoint.leaving()) {
            return List.of(new EndpointWrite.Add(ensure.link(), wanted, EndpointWrite.Cause.DEFERRED_REQUEST));
        }
        return List.of(
                new EndpointWrite.Remove(
                        ensure.link(),
                        endpoint.interfaceEndpointId(),
                        ensure.replacement().linkRemoval(),
                        EndpointWrite.Cause.REPLACEMENT),
                new EndpointWrite.Add(ensure.link(), wanted, EndpointWrite.Cause.REPLACEMENT));
    }

    /** An endpoint that another caller has added meanwhile is kept or replaced, too. */
    WriteResult<Endpoint> after(
            RequestContext context, AtlasProject project, EndpointWrite.Ensure ensure, WriteResult<Endpoint> result) {
        if (!AddRules.exists(result)) {
            return result;
        }
        Endpoint endpoint = project.endpoint(ensure.link().link(), ensure.id());
        return switch (keepOrReplace(context, project, ensure, endpoint)) {
            case SendDecision.Stop<EndpointWrite, Endpoint> stop -> stop.result();
            case SendDecision.Defer<EndpointWrite, Endpoint> defer -> {
                context.right().require();
                yield new WriteResult.Deferred<>(defer.start().get());
            }
            case SendDecision.Send<EndpointWrite, Endpoint> send -> result;
        };
    }

    /** @param instead the result of a write that is not sent */
    static List<String> warnings(WriteResult<Endpoint> instead) {
        return instead instanceof WriteResult.Deferred<Endpoint> deferred
                ? List.of("The operation " + deferred.operationId() + " already replaces the endpoint.")
                : List.of();
    }
}
