package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.ProjectId;
import org.springframework.stereotype.Component;

/** Decides what a known caller may do. */
@Component
class AccessPolicy {

    private static final Decision ALLOWED = new Decision.Allowed();

    private final Access access;

    AccessPolicy(Access access) {
        this.access = access;
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
