package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import org.springframework.stereotype.Component;

/** Decides what a known caller may do. */
@Component
public class AccessPolicy {

    private static final Decision ALLOWED = new Decision.Allowed();

    private final Access access;

    AccessPolicy(Access access) {
        this.access = access;
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
        if (!access.isUpToDate()) {
            return false;
        }
        if (!access.stillKnows(actor)) {
            throw Failure.of(ProblemCode.UNAUTHENTICATED, "The API key was revoked or has expired in the meantime.")
                    .toException();
        }
        require(actor, needed, project);
        return true;
    }

    /** @throws dev.linkgate.kernel.LinkgateException {@code forbidden}, naming the missing role */
    public void require(Actor actor, Role needed, ProjectId project) {
        enforce(decide(actor, needed, project));
    }

    /** @throws dev.linkgate.kernel.LinkgateException {@code forbidden}, naming the missing role */
    void requireAdministrator(Actor actor) {
        enforce(decideForAdministration(actor));
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
        if (actor.isAdministrator()) {
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

    Decision decideForAdministration(Actor actor) {
        return actor.isAdministrator() ? ALLOWED : new Decision.Denied("the administrator's authority");
    }
}
