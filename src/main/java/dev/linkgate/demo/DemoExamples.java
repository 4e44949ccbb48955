package dev.linkgate.demo;

import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.DemoKey;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Puts the demo project's ids into the OpenAPI document, so that Swagger UI can send its requests to the sandbox as they
 * are. The endpoint to be added has an id that is new at each start.
 */
@Component
@Profile("sandbox")
class DemoExamples implements OpenApiCustomizer {

    private static final Map<String, String> IDS = Map.of(
            "projectId", DemoAtlas.PROJECT.value(),
            "linkId", DemoAtlas.READY_LINK.value(),
            "interfaceEndpointId", DemoAtlas.AVAILABLE_ENDPOINT);

    private final ObjectProvider<DemoKey> demoKey;
    private final String newEndpoint = "vpce-0%016x".formatted(new SplittableRandom().nextLong());

    DemoExamples(ObjectProvider<DemoKey> demoKey) {
        this.demoKey = demoKey;
    }

    /** The demo key is absent if the gateway uses another Atlas, which lacks the demo project. */
    @Override
    public void customise(OpenAPI document) {
        demoKey.ifAvailable(key -> document.getPaths()
                .values()
                .forEach(path -> path.readOperations().forEach(this::putIds)));
    }

    private void putIds(Operation operation) {
        for (Parameter parameter : Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of())) {
            if ("path".equals(parameter.getIn()) && IDS.containsKey(parameter.getName())) {
                parameter.setExample(IDS.get(parameter.getName()));
            }
        }
        if (operation.getOperationId().equals("addEndpoint")) {
            operation
                    .getRequestBody()
                    .getContent()
                    .values()
                    .forEach(content -> content.addExamples(
                            "AWS", new Example().value(Map.of("interfaceEndpointId", newEndpoint))));
        }
    }
}
