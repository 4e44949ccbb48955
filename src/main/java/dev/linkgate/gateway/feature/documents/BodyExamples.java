package dev.linkgate.gateway.feature.documents;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Adds examples to bodies, as {@code openapi/examples.yaml} says, which explains its keys. A body made from the schema of
 * a request alone would have the fields of all providers, and be refused. A list has one entry, and a choice the examples
 * of all that it can be.
 */
@Lazy
@Component
@Order(2)
class BodyExamples implements OpenApiCustomizer {

    private static final String HOST = "https://linkgate.example.com";

    /** By key, and then by name. */
    @SuppressWarnings("serial") // never serialized
    private static final class Examples extends HashMap<String, Map<String, Object>> {}

    @Override
    public void customise(OpenAPI document) {
        Examples examples = DocumentFiles.read("examples.yaml", Examples.class);
        Components components = document.getComponents();
        document.getPaths()
                .forEach((path, item) -> item.readOperations().forEach(operation -> {
                    if (operation.getRequestBody() != null) {
                        operation
                                .getRequestBody()
                                .getContent()
                                .values()
                                .forEach(body -> add(body, ofSchema(body, examples)));
                    }
                    operation.getResponses().forEach((status, response) -> {
                        if (status.startsWith("2") && response.getContent() != null) {
                            response.getContent()
                                    .forEach((type, body) -> add(
                                            body, ofAnswer(path, operation, status, type, body, components, examples)));
                        }
                    });
                }));
    }

    /** Adds examples to a body, unless an annotation has given it some. */
    private static void add(MediaType body, Map<String, Object> examples) {
        if (body.getExamples() == null) {
            examples.forEach((name, example) -> body.addExamples(name, new Example().value(example)));
        }
    }

    private static Map<String, Object> ofSchema(MediaType body, Examples examples) {
        String name = name(body.getSchema());
        return name == null ? Map.of() : examples.getOrDefault(name, Map.of());
    }

    private static Map<String, Object> ofAnswer(
            String path,
            Operation operation,
            String status,
            String type,
            MediaType body,
            Components components,
            Examples examples) {
        Map<String, Object> own = Stream.of(status, type)
                .map(part -> examples.get(operation.getOperationId() + " " + part))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> ofSchema(body, examples));
        String name = name(body.getSchema());
        if (!own.isEmpty() || name == null) {
            return own;
        }
        Schema<?> schema = Objects.requireNonNull(components.getSchemas().get(name));
        return schema.getOneOf() == null
                ? ofList(HOST + filled(path, operation), schema, examples)
                : ofChoice(schema, examples);
    }

    private static Map<String, Object> ofChoice(Schema<?> choice, Examples examples) {
        Map<String, Object> all = new LinkedHashMap<>();
        choice.getOneOf().stream()
                .map(BodyExamples::name)
                .filter(Objects::nonNull)
                .forEach(name -> all.putAll(examples.getOrDefault(name, ofProvider(name, examples))));
        return all;
    }

    /** The example of a provider: the schema {@code AwsLink} has that of the schema {@code Link} for AWS. */
    private static Map<String, Object> ofProvider(String name, Examples examples) {
        for (String provider : List.of("Aws", "Azure", "Gcp")) {
            Map<String, Object> all = examples.get(name.substring(Math.min(provider.length(), name.length())));
            String key = provider.toUpperCase(Locale.ROOT);
            if (name.startsWith(provider) && all != null && all.containsKey(key)) {
                return Map.of(key, Objects.requireNonNull(all.get(key)));
            }
        }
        return Map.of();
    }

    private static Map<String, Object> ofList(String address, Schema<?> list, Examples examples) {
        Schema<?> results =
                list.getProperties() == null ? null : list.getProperties().get("results");
        String entry = results == null ? null : name(results.getItems());
        Map<String, Object> all = entry == null ? Map.of() : examples.getOrDefault(entry, Map.of());
        return all.entrySet().stream()
                .findFirst()
                .map(one -> Map.<String, Object>of(one.getKey(), page(address, one.getValue())))
                .orElse(Map.of());
    }

    private static Map<String, Object> page(String address, Object entry) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("links", List.of(Map.of("rel", "self", "href", address)));
        page.put("results", List.of(entry));
        page.put("totalCount", 1);
        return page;
    }

    /** A path with the examples of its variables. */
    private static String filled(String path, Operation operation) {
        String filled = path;
        for (Parameter parameter : Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of())) {
            Object example = parameter.getExample() != null || parameter.getSchema() == null
                    ? parameter.getExample()
                    : parameter.getSchema().getExample();
            if (example != null) {
                filled = filled.replace("{" + parameter.getName() + "}", example.toString());
            }
        }
        return filled;
    }

    private static @Nullable String name(@Nullable Schema<?> schema) {
        String reference = schema == null ? null : schema.get$ref();
        return reference == null ? null : reference.substring(reference.lastIndexOf('/') + 1);
    }
}
