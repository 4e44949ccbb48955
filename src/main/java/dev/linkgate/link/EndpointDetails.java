package dev.linkgate.link;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.kernel.EndpointId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The properties of an endpoint that depend on its provider. */
public sealed interface EndpointDetails {

    /** AWS has none. */
    Aws AWS = new Aws();

    /** The endpoint as it would be added again. */
    @JsonIgnore
    NewEndpoint asNew(EndpointId id);

    /** Of an endpoint on AWS. */
    record Aws() implements EndpointDetails {
        @Override
        public NewEndpoint asNew(EndpointId id) {
            return new NewEndpoint.Aws(id);
        }
    }

    /**
     * Of an endpoint on Azure.
     *
     * @param privateEndpointIPAddress its IPv4 address in the customer's network
     * @param privateEndpointConnectionName the connection's name at Azure; null until there is one
     */
    record Azure(
            @Nullable String privateEndpointIPAddress,
            @Nullable String privateEndpointConnectionName) implements EndpointDetails {
        @Override
        public NewEndpoint asNew(EndpointId id) {
            return new NewEndpoint.Azure(id, String.valueOf(privateEndpointIPAddress));
        }
    }

    /**
     * Of an endpoint on GCP.
     *
     * @param gcpProjectId the customer's GCP project; null if Atlas does not tell
     * @param endpoints its forwarding rules
     */
    record Gcp(@Nullable String gcpProjectId, List<ForwardingRule> endpoints) implements EndpointDetails {
        @Override
        public NewEndpoint asNew(EndpointId id) {
            return new NewEndpoint.Gcp(
                    id,
                    String.valueOf(gcpProjectId),
                    endpoints.stream()
                            .map(rule -> new NewEndpoint.ForwardingRule(rule.endpointName(), rule.ipAddress()))
                            .toList());
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
