package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An endpoint as Atlas has shown it, in the form that it is stored in, without its status, which has a column; see
 * {@link KnownEndpoint#shown}.
 */
record SeenEndpoint(
        @Nullable String atlasStatus,
        boolean deleteRequested,
        @Nullable String errorMessage,
        boolean failed,
        @Nullable String privateEndpointIPAddress,
        @Nullable String privateEndpointConnectionName,
        @Nullable String gcpProjectId,
        @Nullable List<EndpointDetails.ForwardingRule> endpoints) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final SeenEndpoint NOT_YET = new SeenEndpoint(null, false, null, false, null, null, null, null);

    /** An endpoint that a link names, but nobody has read through the gateway. */
    static Endpoint unknown(EndpointId id) {
        return NOT_YET.endpoint(id, ConnectionStatus.UNKNOWN);
    }

    /** An endpoint as it was last seen, with what is known of its addition; leaving, if it was removed since. */
    static Endpoint of(EndpointId id, KnownEndpoint known) {
        SeenEndpoint seen = known.shown() == null ? NOT_YET : JSON.readValue(known.shown(), SeenEndpoint.class);
        ConnectionStatus status = Objects.requireNonNullElse(known.status(), ConnectionStatus.UNKNOWN);
        Endpoint endpoint = seen.endpoint(id, status).addedBy(known.team(), known.addedAt(), known.changeReference());
        boolean isOlder = known.removedAt() != null
                && (known.seenAt() == null || known.seenAt().isBefore(known.removedAt()));
        return isOlder ? endpoint.removing() : endpoint;
    }

    private Endpoint endpoint(EndpointId id, ConnectionStatus connectionStatus) {
        Endpoint endpoint = new Endpoint(id, connectionStatus, atlasStatus, deleteRequested, errorMessage, details(id));
        return failed ? endpoint.failedByError() : endpoint;
    }

    private EndpointDetails details(EndpointId id) {
        return switch (id.provider()) {
            case AWS -> EndpointDetails.AWS;
            case AZURE -> new EndpointDetails.Azure(privateEndpointIPAddress, privateEndpointConnectionName);
            case GCP -> new EndpointDetails.Gcp(gcpProjectId, Objects.requireNonNullElse(endpoints, List.of()), null);
        };
    }
}
