package dev.linkgate.gateway.trail.audit;

/**
 * A condition that a record fulfils.
 *
 * @param test compares the column with one parameter, such as {@code = ?}
 * @param value of the parameter, a text or a number
 * @param index leads to the records that fulfil it, so that no others are read
 */
record Condition(String column, String test, Object value, Index index) {

    /** How an index of the table {@code audit_record} is ordered. */
    enum Index {
        /** There is no index. */
        NONE,
        /** As the chain is. */
        BY_SEQUENCE,
        /** By time, which is not quite the order of the chain. */
        BY_TIME
    }

    /** Lets the database use the index. A partial index is used only if the query repeats the index's own condition. */
    String sql() {
        return switch (column) {
            case "action", "target" -> column + " " + test + " AND " + Selection.RARE_ACTION;
            case "result" -> "result " + test + " AND " + Selection.NO_SUCCESS;
            default -> column + " " + test;
        };
    }

    /** Lets the database use no index, because none is on an expression. */
    String sqlWithoutIndex() {
        return column + (value instanceof String ? " || '' " : " + 0 ") + test;
    }
}
