package dev.linkgate.gateway.core.endpoints.link;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The properties of an endpoint that depend on its provider. */
public sealed interface EndpointDetails {

    /** AWS has none. */
    Aws AWS = new Aws();

    /** The endpoint as it would be added again; empty if Atlas does not tell all that this takes. */
    @JsonIgnore
    Optional<NewEndpoint> asNew(EndpointId id);

    /** Details of an endpoint on AWS. */
    record Aws() implements EndpointDetails {
        @Override
        public String toString() {
            return "Aws[]";
        }

        @Override
        public Optional<NewEndpoint> asNew(EndpointId id) {
            return Optional.of(new NewEndpoint.Aws(id));
        }
    }

    /**
     * Details of an endpoint on Azure.
     *
     * @param privateEndpointIPAddress its IPv4 address in the customer's network
     * @param privateEndpointConnectionName the connection's name at Azure; null until there is one
     */
    record Azure(
            @Nullable String privateEndpointIPAddress,
            @Nullable String privateEndpointConnectionName) implements EndpointDetails {
        @Override
        public Optional<NewEndpoint> asNew(EndpointId id) {
            return Optional.ofNullable(privateEndpointIPAddress).map(address -> new NewEndpoint.Azure(id, address));
        }
    }

    /**
     * Details of an endpoint on GCP.
     *
     * @param gcpProjectId the customer's GCP project; null if Atlas does not tell
     * @param endpoints its forwarding rules
     * @param portMappingEnabled whether its link is port-mapped; null if Atlas does not tell
     */
    record Gcp(
            @Nullable String gcpProjectId,
            List<ForwardingRule> endpoints,
            @JsonIgnore @Nullable Boolean portMappingEnabled)
            implements EndpointDetails {
        @Override
        public Optional<NewEndpoint> asNew(EndpointId id) {
            List<NewEndpoint.ForwardingRule> rules = endpoints.stream()
                    .map(rule -> new NewEndpoint.ForwardingRule(rule.endpointName(), rule.ipAddress()))
                    .toList();
            return Optional.ofNullable(gcpProjectId)
                    .filter(project -> !rules.isEmpty())
                    .map(project -> new NewEndpoint.Gcp(id, project, rules));
        }
    }

    /**
     * A forwarding rule of an endpoint on GCP.
     *
     * @param status Atlas's word for its state; null if Atlas does not tell
     */
    record ForwardingRule(
            String endpointName, String ipAddress, @Nullable String status) {}
}
