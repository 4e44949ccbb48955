package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.port.AtlasBody;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A part of Atlas's list of a project's endpoints.
 *
 * @param isLast whether no more can follow
 */
record FederationPage(List<FederationEndpoint> endpoints, boolean isLast) {

    /**
     * Reads a list of Atlas.
     *
     * @param size how many entries were asked for
     * @return empty if the list is not valid, or an entry is not
     */
    static Optional<FederationPage> of(AtlasBody body, int size) {
        JsonNode results = body.json().path("results");
        List<FederationEndpoint> endpoints = entries(body).toList();
        return results.isArray() && endpoints.size() == results.size()
                ? Optional.of(new FederationPage(endpoints, results.size() < size))
                : Optional.empty();
    }

    /** The entry of an endpoint in the whole list, with which Atlas answers an addition. */
    static Optional<FederationEndpoint> entry(AtlasBody body, EndpointId id) {
        return entries(body)
                .filter(endpoint -> endpoint.interfaceEndpointId().equals(id))
                .findFirst();
    }

    private static Stream<FederationEndpoint> entries(AtlasBody body) {
        return body.json()
                .path("results")
                .valueStream()
                .map(entry -> FederationEndpoint.of(body, entry))
                .flatMap(Optional::stream);
    }
}
