package dev.linkgate.gateway.access.principal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Change;
import dev.linkgate.gateway.platform.request.Recorded;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A team's role on a project.
 *
 * @param since when it was given; absent if an earlier version has stored it
 * @param by who gave it; absent if an earlier version has stored it
 */
public record Grant(
        @JsonIgnore String team,
        ProjectId projectId,
        Role role,
        @JsonIgnore @Nullable Instant since,
        @JsonIgnore @Nullable String by)
        implements Recorded {

    /** A role that no row has. */
    public Grant(String team, ProjectId projectId, Role role) {
        this(team, projectId, role, null, null);
    }

    /** The target of a write that gives a role. */
    public static Target target(String team, ProjectId project, Role role) {
        return Target.grant(team, project).changing(Change.to(new Grant(team, project, role)));
    }

    /** A caller as the giver of a role, such as {@code administrator:ada}. */
    public static String by(Actor actor) {
        if (actor.isAdministrator()) {
            return actor.subject() == null ? actor.kind().word() : "administrator:" + actor.subject();
        }
        return actor.team() == null ? actor.kind().word() : "team:" + actor.team();
    }

    @Override
    public Change.Values recorded() {
        return new Change.Values().with("role", role.word());
    }
}
