package dev.linkgate.gateway.trail.audit;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the outcome of a write changes in the table of another room. It is stored in the transaction of the outcome's
 * record, in the order of the chain, or not at all.
 *
 * @param subject what it is about; the changes of one subject are made one after another
 * @param statement SQL of both databases. It reads {@code outcome}, whose rows have {@code value}, a JSON object, and
 *     {@code time_micros}, the time of the record
 * @param value the JSON object
 */
public record TableChange(String subject, String statement, String value) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param values texts by their names; those that are absent are left out */
    public static TableChange of(String subject, String statement, Map<String, String> values) {
        return new TableChange(subject, statement, JSON.writeValueAsString(values));
    }
}
