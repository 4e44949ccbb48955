package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Decides what a known caller may do. */
@Component
public class AccessPolicy {

    private static final Decision ALLOWED = new Decision.Allowed();

    private final Access access;
    private final Administrators administrators;

    AccessPolicy(Access access, Administrators administrators) {
        this.access = access;
        this.administrators = administrators;
    }

    /** The projects that a caller has a role on; for administrators with all scopes, all projects with a grant. */
    public List<Grant> visibleTo(Actor actor) {
        if (mayEverything(actor)) {
            return access.book().projects().stream()
                    .sorted(Comparator.comparing(ProjectId::value))
                    .map(project -> new Grant("", project, Role.OWNER))
                    .toList();
        }
        return actor.team() == null ? List.of() : access.book().grantsOf(actor.team());
    }

    /** Whether a caller is an administrator with all scopes. */
    public boolean mayEverything(Actor actor) {
        return has(actor, AdminScope.ALL);
    }

    /** The administrator's token, and JWTs with the administrator's authority, have all scopes. */
    private boolean has(Actor actor, AdminScope scope) {
        return actor.isNamedAdministrator()
                ? administrators.book().may(actor.subject(), scope)
                : actor.isAdministrator();
    }

    /** Whether a caller has this role or a higher one on a project. */
    public boolean allows(Actor actor, Role needed, ProjectId project) {
        return decide(actor, needed, project) instanceof Decision.Allowed;
    }

    /**
     * Rechecks a caller that was let in earlier. A JWT is only rechecked for its team's role, so it must not be trusted
     * for long.
     *
     * @return false if that is unknown because the database does not answer
     * @throws dev.linkgate.kernel.LinkgateException {@code unauthenticated} or {@code forbidden} if the caller would
     *     not be let in now
     */
    public boolean stillAllows(Actor actor, Role needed, ProjectId project) {
        if (!isUpToDate(actor)) {
            return false;
        }
        requireKnown(actor);
        require(actor, needed, project);
        return true;
    }

    /**
     * Rechecks an administrator that was let in earlier, in the same way.
     *
     * @return false if that is unknown because the database does not answer
     * @throws dev.linkgate.kernel.LinkgateException {@code unauthenticated} or {@code forbidden} if the caller would
     *     not be let in now
     */
    boolean stillAllows(Actor actor, AdminScope needed) {
        if (!isUpToDate(actor)) {
            return false;
        }
        requireKnown(actor);
        requireScope(actor, needed);
        return true;
    }

    /** Rechecks an administrator with all scopes, in the same way. */
    public boolean stillAllowsEverything(Actor actor) {
        return stillAllows(actor, AdminScope.ALL);
    }

    private boolean isUpToDate(Actor actor) {
        return actor.isNamedAdministrator() ? administrators.isUpToDate() : access.isUpToDate();
    }

    private void requireKnown(Actor actor) {
        String keyId = actor.keyId();
        boolean known = keyId == null
                || (actor.isAdministrator() ? administrators.stillKnows(keyId) : access.stillKnows(keyId));
        if (!known) {
            throw Failure.of(ProblemCode.UNAUTHENTICATED, "The API key was revoked or has expired in the meantime.")
                    .toException();
        }
    }

    /** @throws dev.linkgate.kernel.LinkgateException {@code forbidden}, naming the missing role */
    public void require(Actor actor, Role needed, ProjectId project) {
        enforce(decide(actor, needed, project));
    }

    /** @throws dev.linkgate.kernel.LinkgateException {@code forbidden}, naming the missing scope */
    void requireScope(Actor actor, AdminScope needed) {
        enforce(decide(actor, needed));
    }

    private static void enforce(Decision decision) {
        switch (decision) {
            case Decision.Allowed allowed -> {}
            case Decision.Denied denied ->
                throw Failure.of(ProblemCode.FORBIDDEN, "This needs " + denied.missing() + ".")
                        .toException();
        }
    }

    Decision decide(Actor actor, Role needed, ProjectId project) {
        if (mayEverything(actor)) {
            return ALLOWED;
        }
        boolean granted = actor.team() != null
                && access.book()
                        .role(actor.team(), project)
                        .map(role -> role.includes(needed))
                        .orElse(false);
        return granted
                ? ALLOWED
                : new Decision.Denied("the role '" + needed.word() + "' or a higher one on this project");
    }

    Decision decide(Actor actor, AdminScope needed) {
        if (has(actor, needed)) {
            return ALLOWED;
        }
        return new Decision.Denied(
                actor.isAdministrator()
                        ? "the administrator's scope '" + needed.word() + "'"
                        : "the administrator's authority");
    }
}
