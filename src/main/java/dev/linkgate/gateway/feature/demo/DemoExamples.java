package dev.linkgate.gateway.feature.demo;

import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.DemoKey;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Puts the demo's names into the OpenAPI document, so that Swagger UI can send its requests to the sandbox as they are.
 * The endpoint to be added has an id that is new at each start. The administrator's writes keep their names, so that
 * they make something of their own. What is removed has no example, nor has an identity, which needs an issuer.
 */
class DemoExamples implements OpenApiCustomizer {

    private static final String ENDPOINT = "interfaceEndpointId";

    private static final Map<String, String> NAMES = Map.of(
            "projectId",
            DemoAtlas.PROJECT.value(),
            "linkId",
            DemoAtlas.READY_LINK.value(),
            ENDPOINT,
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
            if (method == PathItem.HttpMethod.GET || !path.startsWith("/admin/") || path.equals(VERIFICATION)) {
                NAMES.forEach((name, value) -> setExample(operation, name, value));
                if (path.startsWith("/admin/credentials/")) {
                    setExample(operation, "name", DemoSetup.NAME);
                }
            }
            setExample(operation, "identity", null);
            nameDemo(operation);
            if (method == PathItem.HttpMethod.DELETE) {
                pathParameters(operation).reduce((before, last) -> last).ifPresent(last -> last.setExample(null));
            }
        });
    }

    private void nameDemo(Operation operation) {
        switch (operation.getOperationId()) {
            case "requestAccess", "putRules" -> setExample(operation, "projectId", DemoAtlas.OTHER_PROJECT.value());
            case "answerAccessRequest", "getAccessRequest" -> setExample(operation, "requestId", setup.waiting());
            case "createLink" -> show(operation, "AWS", Map.of("provider", "AWS", "region", "us-west-2"));
            case "addEndpoint", "addFederationEndpoint" -> show(operation, "AWS", Map.of(ENDPOINT, newEndpoint));
            case "getFederationEndpoint" -> setExample(operation, ENDPOINT, DemoAtlas.FEDERATION_ENDPOINT);
            case "handOverEndpoint" -> show(operation, "Demo", Map.of("team", DemoSetup.NAME));
            case "ensureFederationEndpoint" -> {
                setExample(operation, ENDPOINT, DemoAtlas.FEDERATION_ENDPOINT);
                show(operation, "Demo", Map.of("comment", "Reports from the archive"));
            }
            case "handOverFederationEndpoint" -> {
                setExample(operation, ENDPOINT, DemoAtlas.FEDERATION_ENDPOINT);
                show(operation, "Demo", Map.of("team", DemoSetup.NAME));
            }
            case "putProject" -> show(operation, "Demo", Map.of("name", "payments", "credential", DemoSetup.NAME));
            case "verifyCredential" -> show(operation, "Demo", Map.of("projectId", DemoAtlas.PROJECT.value()));
            default -> {}
        }
    }

    private static void setExample(Operation operation, String name, @Nullable Object value) {
        pathParameters(operation)
                .filter(parameter -> name.equals(parameter.getName()))
                .forEach(parameter -> parameter.setExample(value));
    }

    private static Stream<Parameter> pathParameters(Operation operation) {
        return Stream.ofNullable(operation.getParameters())
                .flatMap(List::stream)
                .filter(parameter -> "path".equals(parameter.getIn()));
    }

    private static void show(Operation operation, String name, Map<String, String> body) {
        operation
                .getRequestBody()
                .getContent()
                .values()
                .forEach(content -> content.addExamples(name, new Example().value(body)));
    }
}
