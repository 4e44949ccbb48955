package dev.linkgate.gateway.feature.documents;

import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Describes properties and parameters in the OpenAPI document, and gives examples of parameters, as
 * {@code openapi/document.yaml} says. Annotations would repeat these texts, and hide the records. The file explains its
 * keys.
 */
@Lazy
@Component
@Order(1)
class DocumentTexts implements OpenApiCustomizer {

    /** The content of the file. */
    private record Texts(
            Map<String, String> properties, Map<String, String> parameters, Map<String, Object> examples) {}

    @Override
    public void customise(OpenAPI document) {
        Texts texts = DocumentFiles.read("document.yaml", Texts.class);
        document.getComponents().getSchemas().forEach((name, schema) -> describe(name, schema, texts.properties));
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> describe(path, method, operation, texts)));
    }

    /** Each property gets a schema of its own, because those of one type may share one. */
    private static void describe(String name, Schema<?> schema, Map<String, String> texts) {
        if (schema.getProperties() != null) {
            schema.getProperties()
                    .replaceAll((property, value) ->
                            AnnotationsUtils.clone(value, true).description(find(texts, name, property)));
        }
    }

    /** A removal has no examples: a copied example must not remove anything. */
    private static void describe(String path, PathItem.HttpMethod method, Operation operation, Texts texts) {
        for (Parameter parameter : Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of())) {
            if (parameter.get$ref() == null) {
                String place = segmentBefore(path, "{" + parameter.getName() + "}");
                parameter.setDescription(find(texts.parameters, place, parameter.getName()));
                if (Boolean.TRUE.equals(parameter.getRequired()) && method != PathItem.HttpMethod.DELETE) {
                    parameter.setExample(find(texts.examples, place, parameter.getName()));
                }
            }
        }
    }

    /** The last segment of a path, if it does not have the variable. */
    private static String segmentBefore(String path, String variable) {
        int end = path.indexOf("/" + variable);
        String before = end < 0 ? path : path.substring(0, end);
        return before.substring(before.lastIndexOf('/') + 1);
    }

    private static <T> @Nullable T find(Map<String, T> texts, String place, String name) {
        T special = texts.get(place + "." + name);
        return special == null ? texts.get(name) : special;
    }
}
