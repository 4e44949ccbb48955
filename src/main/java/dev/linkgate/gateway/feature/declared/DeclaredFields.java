package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.web.Suggestion;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a declared object. They are read one by one, and a wrong one is noted and counts as absent, so that all
 * errors of a declaration are found. For one thread.
 */
public final class DeclaredFields {

    private final String path;
    private final JsonNode object;
    private final Differences differences;
    private final TreeSet<String> known = new TreeSet<>();

    DeclaredFields(String path, JsonNode object, Differences differences) {
        this.path = path;
        this.object = object;
        this.differences = differences;
    }

    /** The path of the object in the declaration, with dots. */
    public String path() {
        return path;
    }

    /** A text. YAML takes {@code 1e9} without quotes for a number, so a number is no text: it may have lost digits. */
    public @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null || value.isString()) {
            return value == null ? null : value.stringValue();
        }
        differences.error(
                path + "." + name,
                value.isValueNode() ? "must be a text; put it in quotes, if that is what is meant" : "must be a text");
        return null;
    }

    /** A list of texts; empty if there is none. */
    public List<String> list(String name) {
        JsonNode value = value(name);
        List<String> texts = new ArrayList<>();
        if (value != null && !value.isArray()) {
            differences.error(path + "." + name, "must be a list");
        } else if (value != null) {
            for (int i = 0; i < value.size(); i++) {
                if (value.path(i).isString()) {
                    texts.add(value.path(i).stringValue());
                } else {
                    differences.error(path + "." + name + "[" + i + "]", "must be a text");
                }
            }
        }
        return texts;
    }

    /** A value that has a reader of its own. */
    public @Nullable JsonNode json(String name) {
        return value(name);
    }

    /** A time of ISO 8601. */
    public @Nullable Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            differences.error(path + "." + name, "must be a time, such as 2027-11-24T18:00:00Z");
            return null;
        }
    }

    /** True or false. */
    public @Nullable Boolean bool(String name) {
        JsonNode value = value(name);
        if (value == null || value.isBoolean()) {
            return value == null ? null : value.booleanValue();
        }
        differences.error(path + "." + name, "must be true or false");
        return null;
    }

    /** An object of texts, numbers and flags by their names, in their order. */
    public @Nullable Map<String, Object> values(String name) {
        DeclaredFields fields = object(name, "must be an object");
        if (fields == null) {
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (String each : fields.object.propertyNames()) {
            JsonNode value = fields.object.path(each);
            fields.known.add(each);
            switch (value.getNodeType()) {
                case STRING -> values.put(each, value.stringValue());
                case NUMBER -> values.put(each, value.numberValue());
                case BOOLEAN -> values.put(each, value.booleanValue());
                case NULL -> differences.error(fields.path + "." + each, "must be given");
                default -> differences.error(fields.path + "." + each, "must be a text, a number, or true or false");
            }
        }
        return values;
    }

    /** The names of its fields, in their order. */
    public Collection<String> names() {
        return object.propertyNames();
    }

    /** An object, if it is one. */
    public @Nullable DeclaredFields objectOrNull(String name) {
        return object.path(name).isObject() ? object(name, "") : null;
    }

    /** @param otherwise the error if it is no object */
    public @Nullable DeclaredFields object(String name, String otherwise) {
        JsonNode value = value(name);
        if (value == null || value.isObject()) {
            return value == null ? null : new DeclaredFields(path + "." + name, value, differences);
        }
        differences.error(path + "." + name, otherwise);
        return null;
    }

    /** Notes the fields that were not read as errors; to be called after all others. */
    public void noOthers() {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                differences.error(path + "." + name, "is not a field" + Suggestion.ending(name, known));
            }
        }
    }

    /** The field's value; nothing if it is absent or null. */
    private @Nullable JsonNode value(String name) {
        known.add(name);
        JsonNode value = object.path(name);
        return value.isMissingNode() || value.isNull() ? null : value;
    }
}
