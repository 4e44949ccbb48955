package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasEndpoint;
import dev.linkgate.protocol.NewAtlasEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's state at one moment.
 *
 * @param asked the customer's data of it
 * @param portMapped GCP only: whether its link is port-mapped
 */
public record EndpointState(
        NewAtlasEndpoint asked,
        EndpointStatus status,
        boolean deleteRequested,
        @Nullable String errorMessage,
        boolean portMapped) {

    /** The endpoint as Atlas shows it. */
    AtlasEndpoint shown() {
        AtlasEndpoint.Details details = switch (asked) {
            case NewAtlasEndpoint.Aws aws -> new AtlasEndpoint.Aws();
            case NewAtlasEndpoint.Azure azure -> {
                String connection = azure.id().substring(azure.id().lastIndexOf('/') + 1) + ".connection";
                yield new AtlasEndpoint.Azure(
                        azure.privateEndpointIPAddress(), status == EndpointStatus.AVAILABLE ? connection : null);
            }
            case NewAtlasEndpoint.Gcp gcp -> {
                String word = status.word(Provider.AZURE);
                yield new AtlasEndpoint.Gcp(
                        gcp.gcpProjectId(),
                        gcp.endpoints().stream()
                                .map(rule ->
                                        new AtlasEndpoint.ForwardingRule(rule.endpointName(), rule.ipAddress(), word))
                                .toList(),
                        portMapped);
            }
        };
        return new AtlasEndpoint(asked.id(), status.word(asked.provider()), deleteRequested, errorMessage, details);
    }
}
