package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.web.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads declarations, in YAML 1.2 or JSON. Errors name fields and never quote the text, because it may contain a secret
 * by mistake.
 */
@Component
class DeclarationReader {

    private final ObjectMapper yaml = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonMapper json;
    private final List<DeclaredResources<?>> kinds;

    DeclarationReader(JsonMapper json, List<DeclaredResources<?>> kinds) {
        this.json = json;
        this.kinds = kinds;
    }

    Declaration json(byte[] text) {
        return read(json, text, "JSON");
    }

    Declaration yaml(byte[] text) {
        return read(yaml, text, "YAML");
    }

    /** @throws LinkgateException {@code invalid-request} if it is not well-formed */
    private Declaration read(ObjectMapper mapper, byte[] text, String language) {
        JsonNode root;
        try {
            root = mapper.readTree(text);
        } catch (JacksonException e) {
            throw Failure.invalid("body", "is not well-formed " + language + place(e))
                    .toException();
        }
        if (!root.isObject()) {
            throw Failure.invalid("body", "must be an object").toException();
        }
        return of(root);
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : "; see line " + e.getLocation().getLineNr();
    }

    private Declaration of(JsonNode root) {
        TreeSet<String> known = new TreeSet<>();
        known.add(Declaration.PRUNE);
        kinds.forEach(kind -> known.add(kind.section()));
        List<FieldError> errors = new ArrayList<>();
        Map<String, Map<String, JsonNode>> sections = new LinkedHashMap<>();
        root.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (!known.contains(name)) {
                errors.add(new FieldError(name, "is not a field" + Suggestion.ending(name, known)));
            } else if (name.equals(Declaration.PRUNE)) {
                if (!value.isBoolean()) {
                    errors.add(new FieldError(name, "must be true or false"));
                }
            } else if (!value.isObject()) {
                errors.add(new FieldError(name, "must be an object with a field for each name"));
            } else {
                Map<String, JsonNode> resources = new LinkedHashMap<>();
                value.properties().forEach(each -> resources.put(each.getKey(), each.getValue()));
                sections.put(name, resources);
            }
        });
        return new Declaration(root.path(Declaration.PRUNE).asBoolean(false), sections, errors);
    }
}
