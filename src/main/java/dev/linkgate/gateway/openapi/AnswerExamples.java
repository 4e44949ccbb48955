package dev.linkgate.gateway.openapi;

import dev.linkgate.gateway.link.ConnectionStatus;
import dev.linkgate.gateway.link.Endpoint;
import dev.linkgate.gateway.link.EndpointDetails;
import dev.linkgate.gateway.link.Link;
import dev.linkgate.gateway.link.LinkDetails;
import dev.linkgate.gateway.link.LinkStatus;
import dev.linkgate.gateway.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/** Adds an example of each provider to the answers with a link or an endpoint. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class AnswerExamples implements GlobalOperationCustomizer {

    private final JsonMapper json;

    AnswerExamples(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        switch (operation.getOperationId()) {
            case "addEndpoint", "ensureEndpoint" -> show(operation, "201", AnswerExamples::endpoint);
            case "getEndpoint" -> show(operation, "200", AnswerExamples::endpoint);
            case "getLink" -> show(operation, "200", AnswerExamples::link);
            default -> {}
        }
        return operation;
    }

    private void show(Operation operation, String status, Function<Provider, Record> example) {
        Content content =
                Objects.requireNonNull(operation.getResponses().get(status)).getContent();
        for (MediaType type : content.values()) {
            for (Provider provider : Provider.values()) {
                type.addExamples(
                        provider.name(), new Example().value(json.convertValue(example.apply(provider), Map.class)));
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
