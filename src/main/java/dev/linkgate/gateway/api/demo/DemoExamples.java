package dev.linkgate.gateway.api.demo;

import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.DemoKey;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Puts the demo's names into the OpenAPI document, so that Swagger UI can send its requests to the sandbox as they are.
 * The endpoint to be added has an id that is new at each start. The administrator's writes keep their names, so that
 * they make and remove something of their own, and not the demo, which has no identity.
 */
class DemoExamples implements OpenApiCustomizer {

    private static final Map<String, String> NAMES = Map.of(
            "projectId",
            DemoAtlas.PROJECT.value(),
            "linkId",
            DemoAtlas.READY_LINK.value(),
            "interfaceEndpointId",
            DemoAtlas.AVAILABLE_ENDPOINT,
            "team",
            DemoSetup.NAME);

    private static final String VERIFICATION = "/admin/credentials/{name}/verification";

    private final ObjectProvider<DemoKey> demoKey;
    private final DemoSetup setup;
    private final String newEndpoint = "vpce-0%016x".formatted(new SplittableRandom().nextLong());

    DemoExamples(ObjectProvider<DemoKey> demoKey, DemoSetup setup) {
        this.demoKey = demoKey;
        this.setup = setup;
    }

    /** The demo key is absent if the gateway uses another Atlas, which lacks the demo project. */
    @Override
    public void customise(OpenAPI document) {
        demoKey.ifAvailable(key -> document.getPaths().forEach(this::nameDemo));
    }

    private void nameDemo(String path, PathItem item) {
        item.readOperationsMap().forEach((method, operation) -> {
            boolean isOfDemo = (method == PathItem.HttpMethod.GET && !path.endsWith("/identities/{identity}"))
                    || !path.startsWith("/admin/")
                    || path.equals(VERIFICATION);
            if (isOfDemo && method != PathItem.HttpMethod.DELETE) {
                nameDemo(path, operation);
            }
            String request = setup.request();
            if (request != null && method == PathItem.HttpMethod.PUT) {
                setExample(operation, "requestId", request);
            }
        });
    }

    private void nameDemo(String path, Operation operation) {
        NAMES.forEach((name, value) -> setExample(operation, name, value));
        if (path.startsWith("/admin/credentials/")) {
            setExample(operation, "name", DemoSetup.NAME);
        }
        switch (operation.getOperationId()) {
            case "requestAccess" -> setExample(operation, "projectId", DemoAtlas.OTHER_PROJECT.value());
            case "createLink" -> show(operation, "AWS", Map.of("provider", "AWS", "region", "us-west-2"));
            case "addEndpoint" -> show(operation, "AWS", Map.of("interfaceEndpointId", newEndpoint));
            case "verifyCredential" -> show(operation, "Demo", Map.of("projectId", DemoAtlas.PROJECT.value()));
            default -> {}
        }
    }

    private static void setExample(Operation operation, String name, Object value) {
        for (Parameter parameter : Objects.requireNonNullElse(operation.getParameters(), List.<Parameter>of())) {
            if ("path".equals(parameter.getIn()) && name.equals(parameter.getName())) {
                parameter.setExample(value);
            }
        }
    }

    private static void show(Operation operation, String name, Map<String, String> body) {
        operation
                .getRequestBody()
                .getContent()
                .values()
                .forEach(content -> content.addExamples(name, new Example().value(body)));
    }
}
