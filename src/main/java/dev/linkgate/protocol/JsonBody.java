package dev.linkgate.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON object of a request, read as strictly as Atlas's v1.0 does: unknown fields are refused. A field that is null
 * says nothing, whatever its name: clients send all that they know so, of other clouds, too.
 */
final class JsonBody {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Pattern TYPE =
            Pattern.compile("application/(vnd\\.atlas\\.[-0-9a-z]+\\+)?json(\\s*;.*)?", Pattern.CASE_INSENSITIVE);

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /** @throws RequestRefused if the body is not a JSON object or has other fields than these */
    static JsonBody of(Inbound request, Set<String> fields) {
        if (!TYPE.matcher(request.contentType()).matches()) {
            throw Refusal.UNSUPPORTED_MEDIA_TYPE.of();
        }
        return new JsonBody(parse(request.body())).only(fields);
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode) {
                return node;
            }
        } catch (JacksonException e) {
            throw Refusal.INVALID_JSON.of();
        }
        throw Refusal.INVALID_JSON.of();
    }

    private JsonBody only(Set<String> fields) {
        for (String name : object.propertyNames()) {
            if (!fields.contains(name) && !object.get(name).isNull()) {
                throw Refusal.INVALID_ATTRIBUTE.of(name);
            }
        }
        return this;
    }

    /** Whether a field is given, even as null. */
    boolean has(String name) {
        return object.has(name);
    }

    String text(String name) {
        JsonNode node = required(name);
        if (!node.isString()) {
            throw Refusal.INVALID_ATTRIBUTE.of(name);
        }
        return node.stringValue();
    }

    @Nullable
    String optionalText(String name) {
        return object.hasNonNull(name) ? text(name) : null;
    }

    boolean flag(String name) {
        JsonNode node = required(name);
        if (!node.isBoolean()) {
            throw Refusal.INVALID_ATTRIBUTE.of(name);
        }
        return node.booleanValue();
    }

    boolean flag(String name, boolean absent) {
        return object.hasNonNull(name) ? flag(name) : absent;
    }

    @Nullable
    List<String> texts(String name) {
        if (!object.hasNonNull(name)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode node : array(name)) {
            if (!node.isString()) {
                throw Refusal.INVALID_ATTRIBUTE.of(name);
            }
            texts.add(node.stringValue());
        }
        return texts;
    }

    /** The objects in an array, each with only these fields. */
    List<JsonBody> objects(String name, Set<String> fields) {
        List<JsonBody> objects = new ArrayList<>();
        for (JsonNode node : array(name)) {
            if (!node.isObject()) {
                throw Refusal.INVALID_ATTRIBUTE.of(name);
            }
            objects.add(new JsonBody(node).only(fields));
        }
        return objects;
    }

    private JsonNode array(String name) {
        JsonNode node = required(name);
        if (!node.isArray()) {
            throw Refusal.INVALID_ATTRIBUTE.of(name);
        }
        return node;
    }

    private JsonNode required(String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            throw Refusal.MISSING_ATTRIBUTE.of(name);
        }
        return node;
    }
}
