package dev.linkgate.gateway.api.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Adds an example of each provider to bodies whose fields depend on the provider, as {@code openapi/examples.yaml}
 * says. A body made from the schema of a request alone would have the fields of all providers, and be refused.
 */
@Lazy
@Component
@Order(1)
class BodyExamples implements OpenApiCustomizer {

    /** The content of the file. */
    private record Examples(Map<String, Map<String, Object>> requests, Map<String, Map<String, Object>> answers) {}

    @Override
    public void customise(OpenAPI document) {
        Examples examples = DocumentFiles.read("examples.yaml", Examples.class);
        document.getPaths()
                .values()
                .forEach(path -> path.readOperations().forEach(operation -> addExamples(operation, examples)));
    }

    /** An answer of another status, such as 202 to a removal, gets none. */
    private static void addExamples(Operation operation, Examples examples) {
        if (operation.getRequestBody() != null) {
            addExamples(operation.getRequestBody().getContent(), examples.requests);
        }
        operation.getResponses().forEach((status, response) -> {
            if (status.equals("200") || status.equals("201")) {
                addExamples(response.getContent(), examples.answers);
            }
        });
    }

    private static void addExamples(Content content, Map<String, Map<String, Object>> examples) {
        for (MediaType type : content.values()) {
            String reference = type.getSchema().get$ref();
            if (reference != null) {
                examples.getOrDefault(reference.substring(reference.lastIndexOf('/') + 1), Map.of())
                        .forEach((provider, example) -> type.addExamples(provider, new Example().value(example)));
            }
        }
    }
}
