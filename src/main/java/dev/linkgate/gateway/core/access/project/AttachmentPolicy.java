package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.attachment.Approval;
import dev.linkgate.gateway.core.access.attachment.AttachmentStore;
import dev.linkgate.gateway.core.access.attachment.Attachments;
import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.ProjectPolicy;
import dev.linkgate.gateway.core.endpoints.provisioning.EndpointQuota;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds writes to the rules of their projects, from memory. */
@Component
class AttachmentPolicy implements ProjectPolicy {

    /** The refused endpoints of a project that may wait for an approval; more are refused without being noted. */
    private static final int MOST_WAITING = 100;

    /** Of one team or administrator, so that none takes all places. */
    private static final int MOST_WAITING_OF_ONE = 20;

    private final Access access;
    private final AccessPolicy policy;
    private final EndpointStore store;
    private final EndpointQuota quota;
    private final AuditTrail trail;
    private final Outbox outbox;

    AttachmentPolicy(
            Access access,
            AccessPolicy policy,
            EndpointStore store,
            EndpointQuota quota,
            AuditTrail trail,
            Outbox outbox) {
        this.access = access;
        this.policy = policy;
        this.store = store;
        this.quota = quota;
        this.trail = trail;
        this.outbox = outbox;
    }

    @Override
    public Optional<Failure> decide(RequestContext context, AtlasWrite write, OptionalLong intent) {
        ProjectRules rules = attachments(write).rules();
        if (!(write instanceof EndpointWrite endpoint)) {
            return rules.refusal(context.changeReference());
        }
        if (endpoint instanceof EndpointWrite.Add add && add.cause() == EndpointWrite.Cause.REPLACEMENT) {
            return Optional.empty(); // it was there before
        }
        return rules.refusal(context.changeReference())
                .or(() -> refusal(write))
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
    public Right right(AtlasWrite write) {
        return write instanceof EndpointWrite.Add add && add.cause() == EndpointWrite.Cause.REPLACEMENT
                ? Right.PERMANENT
                : () -> refusal(write).<Right.State>map(Right.Ended::new).orElseGet(Right.Held::new);
    }

    private Attachments attachments(AtlasWrite write) {
        return access.snapshot().attachments(project(write));
    }

    private static ProjectId project(AtlasWrite write) {
        return Objects.requireNonNull(write.target().project());
    }

    private Optional<Failure> refusal(AtlasWrite write) {
        return switch (write) {
            case EndpointWrite.Add add -> refusal(add, add.endpoint());
            case EndpointWrite.Ensure ensure ->
                refusal(ensure, ensure.endpoint().orElse(null));
            default -> Optional.empty();
        };
    }

    private Optional<Failure> refusal(EndpointWrite write, @Nullable NewEndpoint endpoint) {
        String gcpProject = endpoint instanceof NewEndpoint.Gcp gcp ? gcp.gcpProjectId() : null;
        return attachments(write).refusal(project(write), write.id(), gcpProject, access.now());
    }

    /** It was refused just now, so it waits, and its approvers are told, unless they were within the last hour. */
    @Override
    public void refused(RequestContext context, AtlasWrite write) {
        if (write instanceof EndpointWrite endpoint
                && context.actor().kind() != Actor.Kind.SYSTEM
                && refusal(write).isPresent()) {
            ask(context, endpoint);
        }
    }

    private void ask(RequestContext context, EndpointWrite write) {
        Instant now = access.now();
        ProjectId project = project(write);
        Attachments present = attachments(write);
        Approval before = present.approvals().get(write.id());
        String by = context.actor().share();
        List<Approval> waiting = present.approvals(approval -> approval.isWaiting(now));
        boolean isFull = before == null
                && (waiting.size() >= MOST_WAITING
                        || waiting.stream()
                                        .filter(approval -> by.equals(approval.askedBy()))
                                        .count()
                                >= MOST_WAITING_OF_ONE);
        if (isFull || (before != null && before.isJustAsked(now))) {
            return;
        }
        Approval asked = Approval.asked(write.id(), now, by, write.link().link());
        access.changeAttachments(store -> {
            removeOver(store, project, present, now);
            Approval stored = store.approval(project, write.id()).orElse(null);
            boolean isTold = stored != null && (stored.isJustAsked(now) || stored.isApproved(now));
            boolean first = !isTold && store.replace(project, stored, asked);
            if (first) {
                outbox.add(event(project, asked, present));
            }
            return first;
        });
    }

    /** Removes those that neither hold nor wait any more, nor were refused within the last hour. */
    static void removeOver(AttachmentStore store, ProjectId project, Attachments known, Instant now) {
        known.approvals(approval -> !approval.isApproved(now) && !approval.isWaiting(now) && !approval.isJustAsked(now))
                .forEach(over -> store.remove(project, over));
    }

    private static Event event(ProjectId project, Approval asked, Attachments known) {
        EndpointId id = asked.interfaceEndpointId();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("projectId", project.value());
        data.put("linkId", String.valueOf(asked.linkId()));
        data.put("interfaceEndpointId", id.value());
        data.put("askedBy", String.valueOf(asked.askedBy()));
        data.put("approver", known.rules().approvedBy().word());
        return new Event(EventType.APPROVAL_ASKED, Approval.path(project, id), Approval.target(project, id), data);
    }
}
