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
        if (isReplacement(write)) {
            return Optional.empty(); // it was there before
        }
        Optional<AtlasWrite.Place> added = intent.isPresent() ? write.added() : Optional.empty();
        return rules.refusal(context.changeReference())
                .or(() -> added.flatMap(place -> notApproved(context, write, place, intent.getAsLong())))
                .or(() -> write.removed().flatMap(place -> notOwn(context, rules, write, place)))
                .or(() -> added.flatMap(place -> quotaReached(context, rules, place, intent.getAsLong())));
    }

    private static boolean isReplacement(AtlasWrite write) {
        return write instanceof EndpointWrite.Add add && add.cause() == EndpointWrite.Cause.REPLACEMENT;
    }

    /** Of a replacement, which adds again what it removes, only if the link may be lost. */
    private Optional<Failure> notOwn(
            RequestContext context, ProjectRules rules, AtlasWrite write, AtlasWrite.Place removed) {
        Actor caller = context.actor();
        boolean isAsked = !(write instanceof EndpointWrite.Remove remove)
                || remove.cause() != EndpointWrite.Cause.REPLACEMENT
                || remove.allowLinkRemoval();
        if (rules.removal() != ProjectRules.Removal.OWN_TEAM || !isAsked || isOfOwner(caller, project(write))) {
            return Optional.empty();
        }
        Optional<String> team = trail.ask(context, () -> store.teamOf(removed.link(), removed.id()));
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
            RequestContext context, ProjectRules rules, AtlasWrite.Place added, long intent) {
        Integer most = rules.endpointsPerTeam();
        String team = context.actor().team();
        if (most == null || team == null) {
            return Optional.empty();
        }
        int count = trail.ask(context, () -> quota.count(added.link(), added.id(), team, intent));
        return count < most
                ? Optional.empty()
                : Optional.of(Failure.of(
                        ProblemCode.QUOTA_REACHED,
                        "Your team has " + count + " of the " + most + " endpoints that it may have in this project"
                                + ". Remove one, or ask an administrator with the scope 'access' for more: PUT"
                                + " /admin/projects/" + added.link().project() + "/rules"));
    }

    @Override
    public Right right(RequestContext context, AtlasWrite write) {
        return isReplacement(write)
                ? Right.PERMANENT
                : write.added()
                        .<Right>map(added -> () -> ofOrigin(write, added)
                                .filter(refusal -> !approvals.has(context.actor(), added.link(), added.id()))
                                .<Right.State>map(Right.Ended::new)
                                .orElseGet(Right.Held::new))
                        .orElse(Right.PERMANENT);
    }

    private ProjectRules rules(AtlasWrite write) {
        return access.snapshot().attachments(project(write)).rules();
    }

    private static ProjectId project(AtlasWrite write) {
        return Objects.requireNonNull(write.target().project());
    }

    private Optional<Failure> ofOrigin(AtlasWrite write, AtlasWrite.Place added) {
        String gcpProject = write instanceof EndpointWrite.Add add && add.endpoint() instanceof NewEndpoint.Gcp gcp
                ? gcp.gcpProjectId()
                : null;
        return access.snapshot().attachments(added.link().project()).refusal(added.id(), gcpProject);
    }

    private Optional<Failure> notApproved(
            RequestContext context, AtlasWrite write, AtlasWrite.Place added, long intent) {
        Optional<Failure> refusal = ofOrigin(write, added);
        if (refusal.isEmpty()) {
            return refusal;
        }
        if (trail.ask(context, () -> approvals.hasNow(context.actor(), added.link(), added.id()))) {
            return Optional.empty();
        }
        return intent == DRY_RUN ? refusal.map(why -> why.telling(howToAsk(added))) : refusal;
    }

    private static String howToAsk(AtlasWrite.Place added) {
        return " Ask for that: POST /projects/" + added.link().project()
                + "/access-requests {\"kind\":\"ENDPOINT\",\"linkId\":"
                + (added.link().isOfProject() ? "null" : "\"…\"") + ",\"interfaceEndpointId\":\"…\"}";
    }

    @Override
    public Failure refused(RequestContext context, AtlasWrite write, Failure why) {
        if (!why.code().equals(ProblemCode.ORIGIN_NOT_ALLOWED)
                || context.actor().kind() == Actor.Kind.SYSTEM
                || write.added().isEmpty()) {
            return why;
        }
        AtlasWrite.Place added = write.added().get();
        return approvals
                .ask(context, added.link(), added.id())
                .map(request -> why.telling(" This request has asked for it.").continuedAt(request))
                .orElseGet(() -> why.telling(howToAsk(added)));
    }
}
