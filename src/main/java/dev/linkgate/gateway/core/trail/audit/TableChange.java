package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.store.ChangedRows;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the outcome of a write changes in the table of another room. It is stored in the transaction of the outcome's
 * record, in the order of the chain, or not at all.
 *
 * @param subject what it is about; the changes of one subject are made one after another
 * @param statement SQL of both databases. It reads the table {@code outcome (value, time_micros)}: a JSON object, and the
 *     time of the record
 * @param values of the JSON object, by their names
 * @param row that it makes, and whose seal the JSON object has as {@code seal}; absent if it makes none
 * @param rows the places of rows that give rights, each with its seal afterwards
 */
public record TableChange(
        String subject,
        String statement,
        Map<String, String> values,
        @Nullable SealedRow row,
        Map<String, String> rows) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SEAL = "seal";

    public TableChange(String subject, String statement, Map<String, String> values) {
        this(subject, statement, values, null, Map.of());
    }

    /** A copy of this change, which makes this row. */
    public TableChange making(SealedRow sealed) {
        return new TableChange(subject, statement, values, sealed, rows);
    }

    /** A copy of this change, which removes the row at this place, and all that goes with it. */
    public TableChange removing(String place) {
        return new TableChange(subject, statement, values, row, Map.of(place, ChangedRows.GONE));
    }

    /** @param number of the seal: the time of the outcome, in microseconds */
    TableChange sealedBy(Seals seals, long number) {
        if (row == null) {
            return this;
        }
        String seal = seals.seal(row, number);
        Map<String, String> sealed = new LinkedHashMap<>(values);
        sealed.put(SEAL, seal);
        return new TableChange(subject, statement, sealed, null, Map.of(row.place(), seal));
    }

    String value() {
        return JSON.writeValueAsString(values);
    }
}
