package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.ProjectPolicy;
import dev.linkgate.gateway.core.endpoints.provisioning.EndpointQuota;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.ProjectId;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/** Holds writes to the rules of their projects, from memory. */
@Component
class AttachmentPolicy implements ProjectPolicy {

    /** In the place of the sequence of the intent. */
    private static final long DRY_RUN = 0;

    private final Access access;
    private final AccessPolicy policy;
    private final EndpointStore store;
    private final EndpointQuota quota;
    private final AuditTrail trail;
    private final EndpointApprovals approvals;

    AttachmentPolicy(
            Access access,
            AccessPolicy policy,
            EndpointStore store,
            EndpointQuota quota,
            AuditTrail trail,
            EndpointApprovals approvals) {
        this.access = access;
        this.policy = policy;
        this.store = store;
        this.quota = quota;
        this.trail = trail;
        this.approvals = approvals;
    }

    @Override
    public Optional<Failure> decide(RequestContext context, AtlasWrite write, OptionalLong intent) {
        ProjectRules rules = rules(write);
        if (!(write instanceof EndpointWrite endpoint)) {
            return rules.refusal(context.changeReference());
        }
        if (endpoint instanceof EndpointWrite.Add add && add.cause() == EndpointWrite.Cause.REPLACEMENT) {
            return Optional.empty(); // it was there before
        }
        return rules.refusal(context.changeReference())
                .or(() -> endpoint instanceof EndpointWrite.Add add && intent.isPresent()
                        ? notApproved(context, add, intent.getAsLong())
                        : Optional.empty())
                .or(() -> endpoint instanceof EndpointWrite.Remove remove
                        ? notOwn(context, rules, remove)
                        : Optional.empty())
                .or(() -> endpoint instanceof EndpointWrite.Add add && intent.isPresent()
                        ? quotaReached(context, rules, add, intent.getAsLong())
                        : Optional.empty());
    }

    /** Of a replacement, which adds again what it removes, only if the link may be lost. */
    private Optional<Failure> notOwn(RequestContext context, ProjectRules rules, EndpointWrite.Remove remove) {
        Actor caller = context.actor();
        boolean isAsked = remove.cause() != EndpointWrite.Cause.REPLACEMENT || remove.allowLinkRemoval();
        if (rules.removal() != ProjectRules.Removal.OWN_TEAM || !isAsked || isOfOwner(caller, project(remove))) {
            return Optional.empty();
        }
        Optional<String> team = trail.ask(context, () -> store.teamOf(remove.link(), remove.id()));
        return team.isPresent() && team.get().equals(caller.team())
                ? Optional.empty()
                : Optional.of(Failure.of(
                        ProblemCode.NOT_YOUR_ENDPOINT,
                        team.map(other -> "It is an endpoint of the team '" + other + "'.")
                                        .orElse("It is not known whose endpoint it is.")
                                + " The rules of the project let only its team and the project's owners remove it."));
    }

    /** Work that the gateway continues for no team is an administrator's. */
    private boolean isOfOwner(Actor caller, ProjectId project) {
        return policy.allows(caller, Role.OWNER, project)
                || (caller.kind() == Actor.Kind.SYSTEM && caller.team() == null);
    }

    private Optional<Failure> quotaReached(
            RequestContext context, ProjectRules rules, EndpointWrite.Add addition, long intent) {
        Integer most = rules.endpointsPerTeam();
        String team = context.actor().team();
        if (most == null || team == null) {
            return Optional.empty();
        }
        int count = trail.ask(context, () -> quota.count(addition.link(), addition.id(), team, intent));
        return count < most
                ? Optional.empty()
                : Optional.of(Failure.of(
                        ProblemCode.QUOTA_REACHED,
                        "Your team has " + count + " of the " + most + " endpoints that it may have in this project"
                                + ". Remove one, or ask an administrator with the scope 'access' for more: PUT"
                                + " /admin/projects/" + project(addition) + "/rules"));
    }

    @Override
    public Right right(RequestContext context, AtlasWrite write) {
        return write instanceof EndpointWrite.Add add && add.cause() != EndpointWrite.Cause.REPLACEMENT
                ? () -> ofOrigin(add)
                        .filter(refusal -> !approvals.has(context.actor(), add.link(), add.id()))
                        .<Right.State>map(Right.Ended::new)
                        .orElseGet(Right.Held::new)
                : Right.PERMANENT;
    }

    private ProjectRules rules(AtlasWrite write) {
        return access.snapshot().attachments(project(write)).rules();
    }

    private static ProjectId project(AtlasWrite write) {
        return Objects.requireNonNull(write.target().project());
    }

    private Optional<Failure> ofOrigin(EndpointWrite.Add addition) {
        String gcpProject = addition.endpoint() instanceof NewEndpoint.Gcp gcp ? gcp.gcpProjectId() : null;
        return access.snapshot().attachments(project(addition)).refusal(addition.id(), gcpProject);
    }

    /** An approval is of one addition: of two at the same time, that with the earlier intent has it. */
    private Optional<Failure> notApproved(RequestContext context, EndpointWrite.Add addition, long intent) {
        Optional<Failure> refusal = ofOrigin(addition);
        if (refusal.isEmpty()) {
            return refusal;
        }
        Actor caller = context.actor();
        // In this order: an addition that has ended has used its approval.
        boolean isUsed = trail.ask(context, () -> quota.isBeingAdded(addition.link(), addition.id(), caller, intent));
        boolean isApproved = trail.ask(context, () -> approvals.hasNow(caller, addition.link(), addition.id()));
        if (isApproved && !isUsed) {
            return Optional.empty();
        }
        return intent == DRY_RUN ? refusal.map(why -> why.telling(howToAsk(addition))) : refusal;
    }

    private static String howToAsk(EndpointWrite addition) {
        return " Ask for that: POST /projects/" + project(addition)
                + "/access-requests {\"kind\":\"ENDPOINT\",\"linkId\":\"…\",\"interfaceEndpointId\":\"…\"}";
    }

    @Override
    public Failure refused(RequestContext context, AtlasWrite write, Failure why) {
        if (!why.code().equals(ProblemCode.ORIGIN_NOT_ALLOWED)
                || context.actor().kind() == Actor.Kind.SYSTEM
                || !(write instanceof EndpointWrite endpoint)) {
            return why;
        }
        return approvals
                .ask(context, endpoint.link(), endpoint.id())
                .map(request -> why.telling(" This request has asked for it.").continuedAt(request))
                .orElseGet(() -> why.telling(howToAsk(endpoint)));
    }
}
