package dev.linkgate.protocol;

import dev.linkgate.kernel.Provider;
import java.util.List;

/** The customer's data of a new endpoint, which exists in the customer's own cloud account. */
public sealed interface NewAtlasEndpoint {

    /** The endpoint's id in Atlas's paths. */
    String id();

    Provider provider();

    /** @param id {@code vpce-} and hex digits */
    record Aws(String id) implements NewAtlasEndpoint {
        @Override
        public Provider provider() {
            return Provider.AWS;
        }
    }

    /** @param id the resource id, with its slashes */
    record Azure(String id, String privateEndpointIPAddress) implements NewAtlasEndpoint {
        @Override
        public Provider provider() {
            return Provider.AZURE;
        }
    }

    /** @param id the endpoint group's name; on a port-mapped link, the forwarding rule's */
    record Gcp(String id, String gcpProjectId, List<ForwardingRule> endpoints) implements NewAtlasEndpoint {
        public Gcp {
            endpoints = List.copyOf(endpoints);
        }

        /**
         * The endpoint on a port-mapped link: its forwarding rule's name is its id, whatever its group is called.
         *
         * @throws RequestRefused if it does not have exactly one forwarding rule
         */
        public Gcp portMapped() {
            if (endpoints.size() != 1) {
                throw Refusal.INVALID_ATTRIBUTE.of("endpoints");
            }
            return new Gcp(endpoints.getFirst().endpointName(), gcpProjectId, endpoints);
        }

        @Override
        public Provider provider() {
            return Provider.GCP;
        }
    }

    /** One address of a GCP endpoint group. */
    record ForwardingRule(String endpointName, String ipAddress) {}
}
