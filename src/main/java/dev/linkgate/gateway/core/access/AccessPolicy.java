package dev.linkgate.gateway.core.access;

import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AdminScope;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.CallerRights;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.kernel.ProjectId;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Decides what a known caller may do, and whether it still may. */
@Component
public class AccessPolicy implements CallerRights {

    private static final Decision ALLOWED = new Decision.Allowed();

    private final Access access;

    /** The decision about a caller's request. */
    private sealed interface Decision {

        Right.State state();

        /** The request is allowed. */
        record Allowed() implements Decision {
            @Override
            public Right.State state() {
                return new Right.Held();
            }
        }

        /**
         * The request is denied.
         *
         * @param missing the missing authority, in words for the caller
         */
        record Denied(String missing) implements Decision {
            @Override
            public Right.State state() {
                return new Right.Ended(Failure.of(ProblemCode.FORBIDDEN, "This needs " + missing + "."));
            }
        }
    }

    public AccessPolicy(Access access) {
        this.access = access;
    }

    /** Whether a caller is an administrator with all scopes. */
    public boolean mayEverything(Actor actor) {
        return has(actor, AdminScope.ALL);
    }

    private boolean has(Actor actor, AdminScope scope) {
        Set<AdminScope> scopes = scopesOf(actor);
        return scopes.contains(scope) || scopes.contains(AdminScope.ALL);
    }

    /**
     * The scopes of an administrator. The administrator's token, and JWTs with the administrator's authority, have all
     * scopes.
     */
    public Set<AdminScope> scopesOf(Actor actor) {
        if (!actor.isAdministrator()) {
            return Set.of();
        }
        return actor.isNamedAdministrator() ? access.snapshot().scopesOf(actor.subject()) : Set.of(AdminScope.ALL);
    }

    /** Whether a caller has this role or a higher one on a project. */
    public boolean allows(Actor actor, Role needed, ProjectId project) {
        return decide(actor, needed, project) instanceof Decision.Allowed;
    }

    /** Whether a team has some role on a project. */
    public boolean hasRole(String team, ProjectId project) {
        return access.grants().role(team, project).isPresent();
    }

    /** Holds while a caller has its key, and this role or a higher one on a project. */
    public Right rightTo(Actor actor, Role needed, ProjectId project) {
        return right(actor, () -> decide(actor, needed, project));
    }

    /** Holds while a caller has its key, and a scope of administrators. */
    public Right rightTo(Actor actor, AdminScope needed) {
        return rightTo(actor, Set.of(needed));
    }

    /** Holds while a caller has its key, and one of these scopes of administrators. */
    public Right rightTo(Actor actor, Set<AdminScope> anyOf) {
        return right(actor, () -> decide(actor, anyOf));
    }

    @Override
    public Right toChangeEndpoints(Actor caller, ProjectId project) {
        return rightTo(caller, Role.EDITOR, project);
    }

    @Override
    public Right toChangeLinks(Actor caller, ProjectId project) {
        return rightTo(caller, Role.OWNER, project);
    }

    private Right right(Actor actor, Supplier<Decision> decision) {
        return rightOfKey(actor).and(() -> isCurrent(actor) ? decision.get().state() : new Right.Unconfirmed());
    }

    private Right rightOfKey(Actor actor) {
        if (actor.identity().isPresent()) {
            return access.identities().rightOf(actor, Map.of());
        }
        String id = actor.keyId();
        return id == null ? Right.PERMANENT : access.keys().rightOf(Principal.Kind.of(actor), id);
    }

    private boolean isCurrent(Actor actor) {
        return isUnstored(actor) || access.keys().isCurrent();
    }

    /** The authority of an administrator without a key is not stored, so no change can have ended it. */
    private static boolean isUnstored(Actor actor) {
        return actor.isAdministrator() && !actor.isNamedAdministrator();
    }

    /**
     * Requires that it is known now what a caller may do, and that it still is who it was when it was identified: what
     * was known then may be old, after a pause or without the database.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code access-unconfirmed}, or
     *     {@code unauthenticated} if what identified it has ended
     */
    public void confirm(RequestContext context) {
        Actor actor = context.actor();
        if (!isUnstored(actor) && !access.keys().confirm()) {
            throw Right.unconfirmed();
        }
        context.identity().confirm();
        context.identity().require();
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code forbidden}, naming the missing role */
    public void require(Actor actor, Role needed, ProjectId project) {
        enforce(decide(actor, needed, project));
    }

    /** Whether a caller answers what is asked for on a project, as its rules say. */
    public boolean isApprover(Actor actor, ProjectId project) {
        return decideApproval(actor, project) instanceof Decision.Allowed;
    }

    /** Holds while a caller has its key, and answers what is asked for on a project. */
    public Right rightToApprove(Actor actor, ProjectId project) {
        return right(actor, () -> decideApproval(actor, project));
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code forbidden}, naming what is missing */
    public void requireApprover(Actor actor, ProjectId project) {
        enforce(decideApproval(actor, project));
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code forbidden}, naming the missing scope */
    public void requireScope(Actor actor, Set<AdminScope> anyOf) {
        enforce(decide(actor, anyOf));
    }

    /**
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code forbidden} if the caller has no API key of
     *     a team
     */
    public void requireTeamKey(Actor actor) {
        if (actor.keyId() == null || actor.isAdministrator()) {
            enforce(new Decision.Denied(
                    "an API key of a team. Nothing else that identifies a caller can be rotated here"));
        }
    }

    private static void enforce(Decision decision) {
        if (decision.state() instanceof Right.Ended ended) {
            throw ended.why().toException();
        }
    }

    private Decision decide(Actor actor, Role needed, ProjectId project) {
        if (mayEverything(actor)) {
            return ALLOWED;
        }
        boolean granted = actor.team() != null
                && access.grants()
                        .role(actor.team(), project)
                        .map(role -> role.includes(needed))
                        .orElse(false);
        if (granted) {
            return ALLOWED;
        }
        String missing = "the role '" + needed.word() + "' or a higher one on this project";
        return new Decision.Denied(
                actor.team() == null
                        ? missing
                        : missing + ". Your team can ask for it: POST /projects/{projectId}/access-requests");
    }

    private Decision decideApproval(Actor actor, ProjectId project) {
        boolean byOwner = access.snapshot().attachments(project).rules().approvedBy() == ProjectRules.Approver.OWNER;
        return byOwner && !has(actor, AdminScope.ACCESS)
                ? decide(actor, Role.OWNER, project)
                : decide(actor, Set.of(AdminScope.ACCESS));
    }

    private Decision decide(Actor actor, Set<AdminScope> anyOf) {
        if (anyOf.stream().anyMatch(scope -> has(actor, scope))) {
            return ALLOWED;
        }
        return new Decision.Denied(
                actor.isAdministrator()
                        ? anyOf.stream()
                                .map(scope -> "'" + scope.word() + "'")
                                .sorted()
                                .collect(Collectors.joining(" or ", "the administrator's scope ", ""))
                        : "the administrator's authority");
    }
}
