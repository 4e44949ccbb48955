package dev.linkgate.gateway.core.trail.read;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.kernel.ProjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which records are read. Each method gives a filter with one condition more, and a record fulfils all of them.
 *
 * <p>The texts of the conditions are those of the indexes of the table {@code audit_record}: a partial index is used
 * only if the query repeats the index's own condition.
 */
public final class TrailFilter {

    /** All records. */
    public static final TrailFilter ALL = new TrailFilter(List.of(), List.of(), Long.MAX_VALUE, Way.IN_ORDER);

    private final List<String> conditions;
    private final List<Object> values;
    private final long last;
    private final Way way;

    private TrailFilter(List<String> conditions, List<Object> values, long last, Way way) {
        this.conditions = conditions;
        this.values = values;
        this.last = last;
        this.way = way;
    }

    /** How the records are found. */
    private enum Way {
        /** Records are found by the table or an index in the chain's order, and others are examined on the way. */
        IN_ORDER("sequence"),
        /** Records are found by an index that leads to few others. */
        BY_INDEX("sequence"),
        /**
         * Records are found by the index of times; then the place in the chain is an expression, so that no other index
         * is used.
         */
        BY_TIME("(sequence + 0)");

        /** The place of a record in the chain. */
        private final String sequence;

        Way(String sequence) {
            this.sequence = sequence;
        }
    }

    /** @param condition as SQL, with a parameter for each value */
    TrailFilter and(String condition, Object... more) {
        List<String> allConditions = new ArrayList<>(conditions);
        allConditions.add(condition);
        List<Object> allValues = new ArrayList<>(values);
        allValues.addAll(Arrays.asList(more));
        return new TrailFilter(allConditions, allValues, last, way);
    }

    /** Only records up to a sequence. */
    public TrailFilter until(long sequence) {
        return new TrailFilter(conditions, values, Math.min(last, sequence), way);
    }

    /** Only records of a project. */
    public TrailFilter project(ProjectId project) {
        return and("project_id = ?", project.value());
    }

    /** Only records of an endpoint, which has a project, and a link unless it is the project's own. */
    public TrailFilter endpoint(Target endpoint) {
        TrailFilter project = project(Objects.requireNonNull(endpoint.project()));
        return (endpoint.link() == null
                        ? project.and("link_id IS NULL")
                        : project.and("link_id = ?", endpoint.link().value()))
                .and("interface_endpoint_id = ?", Objects.requireNonNull(endpoint.interfaceEndpointId()));
    }

    /** Only records of a team's key. */
    public TrailFilter key(String team, String keyId) {
        return and("actor_team = ?", team).and("actor_key_id = ?", keyId);
    }

    /** Only intents and outcomes. */
    public TrailFilter writes() {
        return and("phase <> 'EVENT'");
    }

    /** Only intents. */
    public TrailFilter intents() {
        return and("phase = 'INTENT'");
    }

    /** Only outcomes. */
    public TrailFilter outcomes() {
        return and("phase = 'OUTCOME'");
    }

    /** Only outcomes of writes that were done. */
    public TrailFilter successes() {
        return outcomes().and("result = 'SUCCEEDED'");
    }

    /** Only records with another status. */
    public TrailFilter statusIsNot(int status) {
        return and("status <> " + status);
    }

    /** Only records of what the gateway itself did in an operation. A caller may have chosen the id for its request. */
    public TrailFilter ofOperation(String id) {
        return and(Selection.REQUEST_ENDING + " = ?", Selection.ending(id))
                .and("request_id = ?", id)
                .and("actor_kind = '" + Actor.Kind.SYSTEM.word() + "'");
    }

    /** Only records with these results. */
    public TrailFilter results(Result... results) {
        return and(Arrays.stream(results)
                .map(result -> "'" + result.name() + "'")
                .collect(Collectors.joining(", ", "result IN (", ")")));
    }

    /** Only records of these actions. */
    public TrailFilter actions(Action... actions) {
        return and(Arrays.stream(actions)
                .map(action -> "'" + action.word() + "'")
                .collect(Collectors.joining(", ", "action IN (", ")")));
    }

    /** A copy of this filter for actions that are seldom, with the condition of their index. */
    public TrailFilter rareActions(Action... actions) {
        return actions(actions).and(Selection.RARE_ACTION);
    }

    /** A copy of this filter whose records an index finds without examining others, so that all may be read at once. */
    public TrailFilter byIndex() {
        return new TrailFilter(conditions, values, last, Way.BY_INDEX);
    }

    /** A copy of this filter whose records the index of times finds. */
    TrailFilter byTime() {
        return new TrailFilter(conditions, values, last, Way.BY_TIME);
    }

    /** Whether an index finds all records. */
    boolean isByIndex() {
        return way != Way.IN_ORDER;
    }

    /** The place of a record in the chain, as SQL. */
    String sequence() {
        return way.sequence;
    }

    /** The sequence of the last record that may be read. */
    long last() {
        return last;
    }

    /** All conditions as SQL, and that of a range, whose first and last sequence are the last two parameters. */
    public String where() {
        return conditions.stream()
                .map(condition -> condition + " AND ")
                .collect(Collectors.joining("", " WHERE ", way.sequence + " BETWEEN ? AND ?"));
    }

    /** The values of the parameters of the conditions. */
    public List<Object> values() {
        return values;
    }
}
