package dev.linkgate.gateway.core.platform.request;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a write changes, as the audit trail tells it.
 *
 * @param before absent if it was not there, or is not known yet
 * @param after absent if it is to be removed
 * @param rows the places of the rows that give rights, each with its seal afterwards; empty if none is changed
 */
public record Change(@Nullable Values before, @Nullable Values after, Map<String, String> rows) {

    public Change(@Nullable Values before, @Nullable Values after) {
        this(before, after, Map.of());
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A change that is asked for, of a thing whose state is not known yet. */
    public static Change to(Recorded after) {
        return of(null, after);
    }

    public static Change of(@Nullable Recorded before, @Nullable Recorded after) {
        return new Change(before == null ? null : before.recorded(), after == null ? null : after.recorded());
    }

    /** A copy of this change without rows. */
    public Change values() {
        return new Change(before, after);
    }

    /** A copy of this change with the rows that the action has sealed or removed. */
    Change with(Map<String, String> changed) {
        return new Change(before, after, changed);
    }

    /** The stored form: a JSON object with {@code before} and {@code after}, as far as they are known. */
    public String json() {
        Map<String, Object> sides = new LinkedHashMap<>();
        if (before != null) {
            sides.put("before", before.all());
        }
        if (after != null) {
            sides.put("after", after.all());
        }
        return JSON.writeValueAsString(sides);
    }

    /** A change as {@link #json} gave it. What cannot be one in a text is left out. */
    public static Change ofJson(String json) {
        JsonNode sides = JSON.readTree(json);
        return new Change(values(sides.path("before")), values(sides.path("after")));
    }

    private static @Nullable Values values(JsonNode side) {
        if (!side.isObject()) {
            return null;
        }
        Values values = new Values();
        side.properties().forEach(each -> values.add(each.getKey(), value(each.getValue())));
        return values;
    }

    private static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.stringValue();
            case NUMBER -> node.longValue(0);
            case BOOLEAN -> node.booleanValue();
            case ARRAY -> node.valueStream().map(text -> text.asString("")).toList();
            default -> null;
        };
    }

    /** A copy of this change with one more value afterwards. */
    Change with(String name, String text) {
        Values more = new Values();
        if (after != null) {
            more.values.putAll(after.values);
        }
        return new Change(before, more.with(name, text), rows);
    }

    /** Values by their names, in the order in which they were added. Absent ones are left out. It takes no secret. */
    public static final class Values {

        /** The maximum number of elements of a list that are told. */
        private static final int MOST = 20;

        private final Map<String, Object> values = new LinkedHashMap<>();

        public Values with(String name, @Nullable String text) {
            return add(name, text);
        }

        public Values with(String name, @Nullable Instant time) {
            return add(name, time == null ? null : time.toString());
        }

        public Values with(String name, long number) {
            return add(name, number);
        }

        public Values with(String name, boolean flag) {
            return add(name, flag);
        }

        /** A list, the rest of a long one as its number. */
        public Values with(String name, Collection<String> texts) {
            Stream<String> rest =
                    texts.size() > MOST ? Stream.of("and " + (texts.size() - MOST) + " more") : Stream.empty();
            return add(name, Stream.concat(texts.stream().limit(MOST), rest).toList());
        }

        /** What belongs to the thing, such as a project's rules; absent if it has none. */
        public Values with(String name, @Nullable Values part) {
            return add(name, part == null || part.values.isEmpty() ? null : part.all());
        }

        private Values add(String name, @Nullable Object value) {
            if (value != null) {
                values.put(name, value);
            }
            return this;
        }

        /** Texts, numbers, flags, lists of texts, and maps of these. */
        public Map<String, Object> all() {
            return Collections.unmodifiableMap(values);
        }

        @Override
        public String toString() {
            return values.toString();
        }
    }
}
