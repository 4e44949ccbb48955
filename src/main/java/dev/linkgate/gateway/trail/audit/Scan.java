package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.trail.audit.Condition.Index;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to find the records of a selection.
 *
 * @param conditions of the selection
 * @param indexed the conditions whose one index is used; without any, the records are read in their order
 * @param first the oldest record that may be examined, {@link #BEGINNING} if all may be
 */
record Scan(List<Condition> conditions, List<Condition> indexed, long first) {

    static final long BEGINNING = Long.MIN_VALUE;

    /** Whether all records that the index leads to may be examined. */
    boolean isWhole() {
        return first == BEGINNING;
    }

    /** The place of a record in the chain, as SQL. It is an expression if the index is not in the chain's order. */
    String sequence() {
        return isByTime() ? "(sequence + 0)" : "sequence";
    }

    private boolean isByTime() {
        return indexed.stream().anyMatch(condition -> condition.index() == Index.BY_TIME);
    }

    /** The conditions as SQL, with a parameter each. */
    List<String> sql() {
        List<String> sql = new ArrayList<>();
        for (Condition condition : conditions) {
            sql.add(indexed.contains(condition) ? condition.sql() : condition.sqlWithoutIndex());
        }
        return sql;
    }

    List<Object> parameters() {
        return conditions.stream().map(Condition::value).toList();
    }
}
