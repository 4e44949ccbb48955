package dev.linkgate.gateway.core.endpoints.link;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    record Gcp(EndpointId id, String gcpProjectId, List<ForwardingRule> endpoints) implements NewEndpoint {

        /** Whether it is the same on a port-mapped link and on another: its only forwarding rule has its own name. */
        public boolean fitsAnyLink() {
            return endpoints.size() == 1
                    && id.value().equals(endpoints.getFirst().endpointName());
        }

        /**
         * The endpoint on a port-mapped link, where the forwarding rule and the endpoint have one name.
         *
         * @throws LinkgateException {@code invalid-request} if it has several forwarding rules, or one of another name
         */
        public Gcp portMapped() {
            if (endpoints.size() != 1) {
                throw refused("endpoints", "must have exactly one entry, because the link is port-mapped");
            }
            ForwardingRule only = endpoints.getFirst();
            if (only.endpointName() != null && !fitsAnyLink()) {
                throw refused(
                        "endpoints[0].endpointName",
                        "must be the interfaceEndpointId or be left out, because the link is port-mapped");
            }
            return new Gcp(id, gcpProjectId, List.of(new ForwardingRule(id.value(), only.ipAddress())));
        }

        /**
         * The endpoint on a link that is not port-mapped.
         *
         * @throws LinkgateException {@code invalid-request} if a forwarding rule has no name
         */
        public Gcp grouped() {
            for (int i = 0; i < endpoints.size(); i++) {
                if (endpoints.get(i).endpointName() == null) {
                    throw refused(
                            "endpoints[" + i + "].endpointName", "must be given, because the link is not port-mapped");
                }
            }
            return this;
        }

        private static LinkgateException refused(String field, String message) {
            return Failure.invalid(field, message).toException();
        }
    }

    /**
     * A forwarding rule of a GCP endpoint group.
     *
     * @param endpointName its name; absent if the caller left it to the link
     * @param ipAddress its IPv4 address in the customer's network
     */
    record ForwardingRule(@Nullable String endpointName, String ipAddress) {}
}
