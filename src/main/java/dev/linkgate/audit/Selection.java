package dev.linkgate.audit;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Target;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The selected records; an absent condition does not restrict.
 *
 * @param ofKnownCallers whether requests of anonymous callers are left out
 * @param from the first moment
 * @param to the moment after the last
 */
record Selection(
        @Nullable ProjectId project,
        boolean ofKnownCallers,
        @Nullable String team,
        @Nullable Action action,
        @Nullable Result result,
        @Nullable Instant from,
        @Nullable Instant to) {

    static final Selection ALL = new Selection(null, false, null, null, null, null, null);

    boolean isAll() {
        return equals(ALL);
    }

    /** The subject of the records, if it is one project. */
    Target target() {
        return project == null ? Target.NONE : Target.project(project);
    }

    /** SQL conditions and their parameters, in a map that the caller may change. */
    Map<String, Object> conditions() {
        Map<String, Object> conditions = new LinkedHashMap<>();
        if (project != null) {
            conditions.put("project_id = ?", project.value());
        }
        if (ofKnownCallers) {
            conditions.put("actor_kind <> ?", Actor.Kind.ANONYMOUS.word());
        }
        if (team != null) {
            conditions.put("actor_team = ?", team);
        }
        if (action != null) {
            conditions.put("action = ?", action.word());
        }
        if (result != null) {
            conditions.put("result = ?", result.name());
        }
        if (from != null) {
            conditions.put("time_micros >= ?", HashChain.micros(from));
        }
        if (to != null) {
            conditions.put("time_micros < ?", HashChain.micros(to));
        }
        return conditions;
    }
}
