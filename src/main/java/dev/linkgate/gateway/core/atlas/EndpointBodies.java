package dev.linkgate.gateway.core.atlas;

import static dev.linkgate.gateway.core.atlas.BodyFields.isFlagOrNothing;
import static dev.linkgate.gateway.core.atlas.BodyFields.isNothing;
import static dev.linkgate.gateway.core.atlas.BodyFields.isTextOrNothing;

import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.Provider;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads Atlas's answers about endpoints, as {@link BodyFields} says. */
final class EndpointBodies {

    private EndpointBodies() {}

    /** An endpoint of a cloud; nothing if the body is not an endpoint. */
    static Optional<Endpoint> endpoint(AtlasResponse response, Provider provider) {
        JsonNode body = response.json();
        String statusField = provider == Provider.AWS ? "connectionStatus" : "status";
        String id = body.path(idField(provider)).stringValue(null);
        String word = body.path(statusField).stringValue(null);
        JsonNode deleteRequested = body.path("deleteRequested");
        if (id == null
                || !EndpointId.matches(id)
                || response.repeatsSecret(id)
                || word == null
                || !isFlagOrNothing(deleteRequested)
                || !isTextOrNothing(body, "errorMessage")) {
            return Optional.empty();
        }
        EndpointId endpoint = new EndpointId(id);
        if (endpoint.provider() != provider) {
            return Optional.empty();
        }
        ConnectionStatus status = ConnectionStatus.ofAtlas(word);
        return endpointDetails(response, body, provider)
                .map(details -> new Endpoint(
                        endpoint,
                        status,
                        word.equals(status.name()) ? null : response.text(body, statusField),
                        deleteRequested.booleanValue(false),
                        response.text(body, "errorMessage"),
                        details));
    }

    private static String idField(Provider provider) {
        return switch (provider) {
            case AWS -> "interfaceEndpointId";
            case AZURE -> "privateEndpointResourceId";
            case GCP -> "endpointGroupName";
        };
    }

    private static Optional<EndpointDetails> endpointDetails(AtlasResponse response, JsonNode body, Provider provider) {
        return switch (provider) {
            case AWS -> Optional.of(EndpointDetails.AWS);
            case AZURE ->
                isTextOrNothing(body, "privateEndpointIPAddress", "privateEndpointConnectionName")
                        ? Optional.of(new EndpointDetails.Azure(
                                response.text(body, "privateEndpointIPAddress"),
                                response.text(body, "privateEndpointConnectionName")))
                        : Optional.empty();
            case GCP ->
                isTextOrNothing(body, "gcpProjectId") && isFlagOrNothing(body.path("portMappingEnabled"))
                        ? forwardingRules(response, body.path("endpoints"))
                                .map(rules -> new EndpointDetails.Gcp(
                                        response.text(body, "gcpProjectId"), rules, flag(body, "portMappingEnabled")))
                        : Optional.empty();
        };
    }

    private static @Nullable Boolean flag(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return isNothing(value) ? null : Boolean.valueOf(value.booleanValue());
    }

    private static Optional<List<EndpointDetails.ForwardingRule>> forwardingRules(
            AtlasResponse response, JsonNode rules) {
        if (isNothing(rules)) {
            return Optional.of(List.of());
        }
        boolean valid = rules.isArray()
                && rules.size() <= BodyFields.MAX_ENDPOINTS
                && rules.valueStream()
                        .allMatch(rule -> rule.path("endpointName").isString()
                                && rule.path("ipAddress").isString()
                                && isTextOrNothing(rule, "status"));
        return valid
                ? Optional.of(rules.valueStream()
                        .map(rule -> new EndpointDetails.ForwardingRule(
                                String.valueOf(response.text(rule, "endpointName")),
                                String.valueOf(response.text(rule, "ipAddress")),
                                response.text(rule, "status")))
                        .toList())
                : Optional.empty();
    }
}
