package dev.linkgate.gateway.core.trail.read;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.read.Selection.Condition.Index;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.kernel.IdentityId;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The selected records; an absent condition does not restrict.
 *
 * @param ofKnownCallers whether requests of anonymous callers are left out
 * @param from the first moment
 * @param to the moment after the last
 * @param about what the records are about
 * @param requestId the whole id of the request, as it is on the record
 * @param phase of the records
 * @param by whose requests they are of
 */
public record Selection(
        @Nullable ProjectId project,
        boolean ofKnownCallers,
        @Nullable String team,
        @Nullable Action action,
        @Nullable Result result,
        @Nullable Instant from,
        @Nullable Instant to,
        Target.@Nullable Thing about,
        @Nullable String requestId,
        @Nullable Phase phase,
        By by) {

    /**
     * The caller of the requests that the records are of.
     *
     * @param administrator the name of an administrator, or {@link Actor#SHARED_TOKEN}
     * @param subject of the JWT or client certificate, or the name of an administrator
     * @param keyId of the key that was used, also of one that was not accepted any more; or issuer, slash and identity
     * @param address the caller's, as the records have it
     */
    public record By(
            @Nullable String administrator,
            @Nullable String subject,
            @Nullable String keyId,
            @Nullable String address) {

        public static final By ANYBODY = new By(null, null, null, null);

        /** The subject in the form of {@link IdentityId#person}, and that of an administrator's JWT, each with a slash. */
        private static final String PERSONS =
                "('/=' || replace(replace(coalesce(actor_subject, ''), '%', '%25'), '/', '%2F') || '/'"
                        + " || coalesce(actor_key_id, '') || '/')";

        private List<Condition> conditions() {
            List<Condition> conditions = new ArrayList<>();
            if (Actor.SHARED_TOKEN.equals(administrator)) {
                conditions.add(new Condition("actor_kind", "= ?", Actor.Kind.ADMIN.word(), Index.NONE));
                conditions.add(new Condition("coalesce(actor_subject, '')", "= ?", "", Index.NONE));
                conditions.add(new Condition("coalesce(actor_key_id, '')", "= ?", "", Index.NONE));
            } else if (administrator != null) {
                conditions.add(new Condition("actor_subject", "= ?", administrator, Index.NONE));
                conditions.add(new Condition("coalesce(actor_team, '')", "= ?", "", Index.NONE));
            }
            if (subject != null) {
                String person = IdentityId.person(subject) + "/";
                conditions.add(new Condition(PERSONS, "<> replace(" + PERSONS + ", ?, '')", person, Index.NONE));
            }
            if (keyId != null) {
                // An identity's id goes on with who holds the JWT.
                String beginning = "substr(actor_key_id || '/', 1, " + (keyId.length() + 1) + ")";
                conditions.add(new Condition(beginning, "= ?", keyId + "/", Index.NONE));
            }
            if (address != null) {
                conditions.add(new Condition("remote_address", "= ?", address, Index.NONE));
            }
            return conditions;
        }
    }

    /** The actions without an entry in the index {@code audit_record_action}. */
    private static final List<String> FREQUENT_ACTIONS = List.of(
            "project.list",
            "project.get",
            "link.list",
            "link.get",
            "endpoint.list",
            "endpoint.get",
            "connection-strings.list",
            "operation.get",
            "operation.list",
            "request.refused");

    /** The condition of the index {@code audit_record_action}. */
    static final String RARE_ACTION = FREQUENT_ACTIONS.stream()
            .map(action -> "'" + action + "'")
            .collect(Collectors.joining(", ", "action NOT IN (", ")"));

    /** The condition of the index {@code audit_record_result}. */
    static final String NO_SUCCESS = "result <> 'SUCCEEDED'";

    /** The expression of the index {@code audit_record_request}: the last two characters of the request's id. */
    static final String REQUEST_ENDING = "substr(request_id, length(request_id) - 1)";

    public static final Selection ALL =
            new Selection(null, false, null, null, null, null, null, null, null, null, By.ANYBODY);

    public boolean isAll() {
        return equals(ALL);
    }

    /** The subject of the records, if it is one project. */
    public Target target() {
        return project == null ? Target.NONE : Target.project(project);
    }

    /** The conditions of which a selected record fulfils all, what leads to the fewest first; none for {@link #ALL}. */
    public List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        if (requestId != null) {
            conditions.add(new Condition(REQUEST_ENDING, "= ?", ending(requestId), Index.BY_SEQUENCE));
            conditions.add(new Condition("request_id", "= ?", requestId, Index.NONE));
        }
        if (about != null) {
            conditions.addAll(conditionsOf(about));
        }
        if (project != null) {
            conditions.add(new Condition("project_id", "= ?", project.value(), Index.BY_SEQUENCE));
        }
        if (ofKnownCallers) {
            conditions.add(new Condition("actor_kind", "<> ?", Actor.Kind.ANONYMOUS.word(), Index.NONE));
        }
        if (team != null) {
            conditions.add(new Condition("actor_team", "= ?", team, Index.BY_SEQUENCE));
        }
        if (action != null) {
            Index index = FREQUENT_ACTIONS.contains(action.word()) ? Index.NONE : Index.BY_SEQUENCE;
            conditions.add(new Condition("action", "= ?", action.word(), index));
        }
        if (phase != null) {
            conditions.add(new Condition("phase", "= ?", phase.name(), Index.NONE));
        }
        if (result != null) {
            Index index = result == Result.SUCCEEDED ? Index.NONE : Index.BY_SEQUENCE;
            conditions.add(new Condition("result", "= ?", result.name(), index));
        }
        conditions.addAll(by.conditions());
        if (from != null) {
            conditions.add(new Condition("time_micros", ">= ?", Micros.of(from), Index.BY_TIME));
        }
        if (to != null) {
            conditions.add(new Condition("time_micros", "< ?", Micros.of(to), Index.BY_TIME));
        }
        return conditions;
    }

    /**
     * Conditions on a thing. For an endpoint or link they also allow records about something of it, such as an
     * operation.
     */
    private static List<Condition> conditionsOf(Target.Thing thing) {
        Condition exactly = new Condition("target", "= ?", thing.toString(), Index.NONE);
        return switch (thing.kind().word()) {
            case "endpoint" -> List.of(new Condition("interface_endpoint_id", "= ?", thing.name(), Index.NONE));
            case "link" ->
                List.of(
                        new Condition("link_id", "= ?", thing.name(), Index.NONE),
                        new Condition("coalesce(interface_endpoint_id, '')", "= ?", "", Index.NONE));
            case "project" -> List.of(new Condition("project_id", "= ?", thing.name(), Index.BY_SEQUENCE), exactly);
            case "operation" -> List.of(exactly);
            default -> List.of(new Condition("target", "= ?", thing.toString(), Index.BY_SEQUENCE));
        };
    }

    static String ending(String requestId) {
        return requestId.substring(Math.max(0, requestId.length() - 2));
    }

    /**
     * A condition that a record fulfils.
     *
     * @param test compares the column with one parameter, such as {@code = ?}
     * @param value of the parameter, a text or a number
     * @param index leads to the records that fulfil it, so that no others are read
     */
    public record Condition(String column, String test, Object value, Index index) {

        /** How an index of the table {@code audit_record} is ordered. */
        public enum Index {
            /** There is no index. */
            NONE,
            /** In the order of the chain. */
            BY_SEQUENCE,
            /** By time, which is not quite the order of the chain. */
            BY_TIME
        }

        /**
         * Lets the database use the index. A partial index is used only if the query repeats the index's own condition.
         */
        public String sql() {
            return switch (column) {
                case "action", "target" -> column + " " + test + " AND " + RARE_ACTION;
                case "result" -> "result " + test + " AND " + NO_SUCCESS;
                default -> column + " " + test;
            };
        }

        /** Lets the database use no index, because none is on an expression. */
        String sqlWithoutIndex() {
            return column + (value instanceof String ? " || '' " : " + 0 ") + test;
        }
    }
}
