package dev.linkgate.gateway.feature.documents;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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

    @Override
    public void customise(OpenAPI document) {
        Examples examples = DocumentFiles.read("examples.yaml", Examples.class);
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .flatMap(BodyExamples::bodies)
                .flatMap(body -> body.values().stream())
                .forEach(body -> addExamples(body, examples));
    }

    /** The examples by schema, and then by provider. */
    @SuppressWarnings("serial") // never serialized
    private static final class Examples extends HashMap<String, Map<String, Object>> {}

    /** What is accepted, with 202, is not yet as an example would show it. */
    private static Stream<Content> bodies(Operation operation) {
        return Stream.concat(
                        Stream.ofNullable(operation.getRequestBody()).map(RequestBody::getContent),
                        Stream.of("200", "201")
                                .map(operation.getResponses()::get)
                                .filter(Objects::nonNull)
                                .map(ApiResponse::getContent))
                .filter(Objects::nonNull);
    }

    private static void addExamples(MediaType body, Examples examples) {
        String reference = body.getSchema().get$ref();
        if (reference != null) {
            examples.getOrDefault(reference.substring(reference.lastIndexOf('/') + 1), Map.of())
                    .forEach((provider, example) -> body.addExamples(provider, new Example().value(example)));
        }
    }
}
