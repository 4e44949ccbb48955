package dev.linkgate.link;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.linkgate.kernel.EndpointId;
import java.util.List;

/** An endpoint to be added, with what Atlas must know of it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "cloud")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NewEndpoint.Aws.class, name = "AWS"),
    @JsonSubTypes.Type(value = NewEndpoint.Azure.class, name = "AZURE"),
    @JsonSubTypes.Type(value = NewEndpoint.Gcp.class, name = "GCP")
})
public sealed interface NewEndpoint {

    EndpointId id();

    /** An AWS VPC endpoint. */
    record Aws(EndpointId id) implements NewEndpoint {}

    /**
     * An Azure private endpoint.
     *
     * @param privateEndpointIPAddress its IPv4 address in the customer's network
     */
    record Azure(EndpointId id, String privateEndpointIPAddress) implements NewEndpoint {}

    /**
     * A GCP endpoint group.
     *
     * @param gcpProjectId the customer's GCP project
     * @param endpoints its forwarding rules; exactly one on a port-mapped link
     */
    record Gcp(EndpointId id, String gcpProjectId, List<ForwardingRule> endpoints) implements NewEndpoint {}

    /**
     * A forwarding rule of a GCP endpoint group.
     *
     * @param ipAddress its IPv4 address in the customer's network
     */
    record ForwardingRule(String endpointName, String ipAddress) {}
}
