package dev.linkgate.gateway.core.trail.record;

import dev.linkgate.gateway.core.platform.request.Change;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link Change} as the trail stores it: compact JSON with {@code before}, {@code after} and {@code rows}, as far as
 * they are known.
 */
public final class RecordedChange {

    /** No gateway writes it, so it stands for a column that contains anything else. */
    static final String NONE = "{}";

    /** What a change with rows contains. */
    private static final String ROWS = "\"rows\":";

    /**
     * The maximum length of one text, in code points. A request cannot give a longer one, the longest of which is the
     * URL of a webhook, so only texts from elsewhere are cut.
     */
    private static final int LONGEST = 2_000;

    /**
     * The maximum length of one text of a list, in code points: an id, a name or a claim, of which a list has some
     * twenty.
     */
    private static final int LONGEST_OF_LIST = 512;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RecordedChange() {}

    /** Its texts are cut and {@linkplain RecordableText cleaned}; absent if nothing of it is known. */
    public static @Nullable String json(Change change) {
        Map<String, Object> sides = new LinkedHashMap<>();
        put(sides, "before", change.before());
        put(sides, "after", change.after());
        if (!change.rows().isEmpty()) {
            sides.put("rows", change.rows());
        }
        return sides.isEmpty() ? null : JSON.writeValueAsString(sides);
    }

    private static void put(Map<String, Object> sides, String name, Change.@Nullable Values values) {
        if (values != null) {
            sides.put(name, fit(values.all(), LONGEST));
        }
    }

    private static Object fit(Object value, int longest) {
        return switch (value) {
            case String text -> RecordableText.clean(text, longest);
            case Collection<?> texts ->
                texts.stream().map(text -> fit(text, LONGEST_OF_LIST)).toList();
            case Map<?, ?> values -> fit(values, longest);
            default -> value;
        };
    }

    /** A change with the seals of the rows that it has made, by their places. */
    static String with(@Nullable String change, Map<String, String> rows) {
        ObjectNode sides = change == null ? JSON.createObjectNode() : (ObjectNode) JSON.readTree(change);
        sides.set("rows", JSON.valueToTree(rows));
        return JSON.writeValueAsString(sides);
    }

    /** The seals of rows that a change has made, by their places; empty if there are none, or the text is no change. */
    public static Map<String, String> rows(@Nullable String change) {
        Map<String, String> rows = new LinkedHashMap<>();
        if (change != null && change.contains(ROWS)) {
            JSON.readTree(change)
                    .path("rows")
                    .properties()
                    .forEach(row -> rows.put(row.getKey(), row.getValue().asString("")));
        }
        return rows;
    }

    private static Map<String, Object> fit(Map<?, ?> values, int longest) {
        Map<String, Object> fit = new LinkedHashMap<>();
        values.forEach((name, value) -> fit.put((String) name, fit(value, longest)));
        return fit;
    }

    /** A column as it may be shown: an attacker who can write to the database may have put anything there. */
    static String shown(String stored) {
        try {
            JsonNode read = JSON.readTree(stored);
            return read.isObject() && JSON.writeValueAsString(read).equals(stored) ? stored : NONE;
        } catch (JacksonException e) {
            return NONE;
        }
    }
}
