package dev.linkgate.sandbox.state;

import dev.linkgate.sandbox.http.Refusal;
import java.util.List;

/** The customer's data of a new endpoint, which exists in the customer's own cloud account. */
public sealed interface SimulatedNewEndpoint {

    /** The endpoint's id in Atlas's paths. */
    String id();

    SimulatedProvider provider();

    /** @param id {@code vpce-} and hex digits */
    record Aws(String id) implements SimulatedNewEndpoint {
        @Override
        public SimulatedProvider provider() {
            return SimulatedProvider.AWS;
        }
    }

    /** @param id the resource id, with its slashes */
    record Azure(String id, String privateEndpointIPAddress) implements SimulatedNewEndpoint {
        @Override
        public SimulatedProvider provider() {
            return SimulatedProvider.AZURE;
        }
    }

    /** @param id the endpoint group's name; on a port-mapped link, the forwarding rule's */
    record Gcp(String id, String gcpProjectId, List<ForwardingRule> endpoints) implements SimulatedNewEndpoint {
        public Gcp {
            endpoints = List.copyOf(endpoints);
        }

        /**
         * The endpoint on a port-mapped link: its forwarding rule's name is its id, whatever its group is called.
         *
         * @throws Refused if it does not have exactly one forwarding rule
         */
        Gcp portMapped() {
            if (endpoints.size() != 1) {
                throw Refusal.INVALID_ATTRIBUTE.of("endpoints");
            }
            return new Gcp(endpoints.getFirst().endpointName(), gcpProjectId, endpoints);
        }

        @Override
        public SimulatedProvider provider() {
            return SimulatedProvider.GCP;
        }
    }

    /** One address of a GCP endpoint group. */
    record ForwardingRule(String endpointName, String ipAddress) {}
}
