package dev.linkgate.openapi;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointDetails;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkDetails;
import dev.linkgate.link.LinkStatus;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows a link and an endpoint of each provider in the OpenAPI document, in requests and in answers. The document is the
 * same on every replica, so the fields of examples are in order.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class ProviderExamples implements GlobalOperationCustomizer {

    private final JsonMapper json;

    ProviderExamples(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        switch (operation.getOperationId()) {
            case "addEndpoint", "ensureEndpoint" -> {
                requests(operation, ProviderExamples::newEndpoint);
                answers(operation, "201", ProviderExamples::endpoint);
            }
            case "getEndpoint" -> answers(operation, "200", ProviderExamples::endpoint);
            case "createLink" -> requests(operation, ProviderExamples::newLink);
            case "getLink" -> answers(operation, "200", ProviderExamples::link);
            default -> {}
        }
        return operation;
    }

    private static void requests(Operation operation, Function<Provider, Map<String, Object>> example) {
        show(operation.getRequestBody().getContent(), provider -> new TreeMap<>(example.apply(provider)));
    }

    private void answers(Operation operation, String status, Function<Provider, Record> example) {
        show(
                Objects.requireNonNull(operation.getResponses().get(status)).getContent(),
                provider -> json.convertValue(example.apply(provider), Map.class));
    }

    private static void show(@Nullable Content content, Function<Provider, ?> example) {
        if (content == null) {
            return;
        }
        for (MediaType type : content.values()) {
            for (Provider provider : Provider.values()) {
                type.addExamples(
                        provider.title(),
                        new Example().summary(provider.title()).value(example.apply(provider)));
            }
        }
    }

    private static EndpointId id(Provider provider) {
        return new EndpointId(
                switch (provider) {
                    case AWS -> "vpce-0b9c5701325cb15dd";
                    case AZURE ->
                        "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/payments"
                                + "/providers/Microsoft.Network/privateEndpoints/atlas";
                    case GCP -> "atlas-rule";
                });
    }

    private static Map<String, Object> newEndpoint(Provider provider) {
        String id = id(provider).value();
        return switch (provider) {
            case AWS -> Map.of("interfaceEndpointId", id);
            case AZURE -> Map.of("interfaceEndpointId", id, "privateEndpointIPAddress", "10.0.0.4");
            case GCP ->
                Map.of(
                        "interfaceEndpointId",
                        id,
                        "gcpProjectId",
                        "payments-prod",
                        "endpoints",
                        List.of(new TreeMap<>(Map.of("endpointName", id, "ipAddress", "10.0.0.4"))));
        };
    }

    private static Endpoint endpoint(Provider provider) {
        EndpointDetails details = switch (provider) {
            case AWS -> EndpointDetails.AWS;
            case AZURE -> new EndpointDetails.Azure("10.0.0.4", "pls_5df264b8f10fab7d2cad2f0d.atlas");
            case GCP ->
                new EndpointDetails.Gcp(
                        "payments-prod",
                        List.of(new EndpointDetails.ForwardingRule("atlas-rule", "10.0.0.4", "AVAILABLE")));
        };
        return new Endpoint(id(provider), ConnectionStatus.AVAILABLE, null, false, null, details);
    }

    private static Map<String, Object> newLink(Provider provider) {
        return switch (provider) {
            case AWS -> Map.of("provider", "AWS", "region", "us-east-1");
            case AZURE -> Map.of("provider", "AZURE", "region", "EUROPE_WEST");
            case GCP -> Map.of("provider", "GCP", "region", "US_EAST_4", "portMappingEnabled", true);
        };
    }

    private static Link link(Provider provider) {
        LinkDetails details = switch (provider) {
            case AWS ->
                new LinkDetails.Aws("com.amazonaws.vpce.us-east-1.vpce-svc-0aee615d3fe32c14e", List.of("EU_WEST_1"));
            case AZURE ->
                new LinkDetails.Azure(
                        "pls_5df264b8f10fab7d2cad2f0d",
                        "/subscriptions/52f0a73f-2f5c-4f5b-9d2b-1d6d7a9b8c10/resourceGroups/atlas"
                                + "/providers/Microsoft.Network/privateLinkServices/pls_5df264b8f10fab7d2cad2f0d");
            case GCP ->
                new LinkDetails.Gcp(
                        List.of("projects/p-5df264b8f10fab7d2cad2f0d/regions/us-east4/serviceAttachments/sa-0"), true);
        };
        String region = switch (provider) {
            case AWS -> "US_EAST_1";
            case AZURE -> "EUROPE_WEST";
            case GCP -> "US_EAST_4";
        };
        return new Link(
                new LinkId("5df264b8f10fab7d2cad2f0d"),
                region,
                LinkStatus.AVAILABLE,
                null,
                List.of(id(provider)),
                null,
                details);
    }
}
