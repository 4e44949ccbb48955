package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.store.ChangedRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the outcome of a write changes in the table of another room. It is stored in the transaction of the outcome's
 * record, in the order of the chain, or not at all.
 *
 * @param subject what it is about; the changes of one subject are made one after another
 * @param statements SQL of both databases, each of another table. They read the table {@code outcome (value,
 *     time_micros)}: a JSON object, and the time of the record
 * @param values of the JSON object, by their names
 * @param row that it makes, and whose seal the JSON object has as {@code seal}; absent if it makes none
 * @param rows the places of rows that give rights, each with its seal afterwards
 */
public record TableChange(
        String subject,
        List<String> statements,
        Map<String, String> values,
        @Nullable SealedRow row,
        Map<String, String> rows) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SEAL = "seal";

    public TableChange(String subject, String statement, Map<String, String> values) {
        this(subject, List.of(statement), values, null, Map.of());
    }

    /** A copy of this change, which makes this row. */
    public TableChange making(SealedRow sealed) {
        return new TableChange(subject, statements, values, sealed, rows);
    }

    /** A copy of this change, which removes the row at this place, and all that goes with it. */
    public TableChange removing(String place) {
        Map<String, String> all = new LinkedHashMap<>(rows);
        all.put(place, ChangedRows.GONE);
        return new TableChange(subject, statements, values, row, all);
    }

    /** A copy of this change, with that of another table. */
    public TableChange and(String statement) {
        return new TableChange(
                subject,
                Stream.concat(statements.stream(), Stream.of(statement)).toList(),
                values,
                row,
                rows);
    }

    /** A copy of this change, with one more value. */
    public TableChange with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new TableChange(subject, statements, more, row, rows);
    }

    /** @param number of the seal: the time of the outcome, in microseconds */
    TableChange sealedBy(Seals seals, long number) {
        if (row == null) {
            return this;
        }
        String seal = seals.seal(row, number);
        Map<String, String> sealed = new LinkedHashMap<>(values);
        sealed.put(SEAL, seal);
        Map<String, String> all = new LinkedHashMap<>(rows);
        all.put(row.place(), seal);
        return new TableChange(subject, statements, sealed, null, all);
    }

    String value() {
        return JSON.writeValueAsString(values);
    }
}
