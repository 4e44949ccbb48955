package dev.linkgate.protocol;

import dev.linkgate.kernel.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private endpoint of a link, as Atlas shows it.
 *
 * @param id in Atlas's paths
 * @param status the provider's word, such as {@code PENDING_ACCEPTANCE} of AWS and {@code INITIATING} of the others
 */
public record AtlasEndpoint(
        String id,
        String status,
        boolean deleteRequested,
        @Nullable String errorMessage,
        Details details) {

    /** What depends on the provider. */
    public sealed interface Details {

        Provider provider();
    }

    /** Details of an endpoint on AWS: none. */
    public record Aws() implements Details {
        @Override
        public Provider provider() {
            return Provider.AWS;
        }
    }

    /**
     * Details of an endpoint on Azure.
     *
     * @param privateEndpointConnectionName absent until it is connected
     */
    public record Azure(
            @Nullable String privateEndpointIPAddress,
            @Nullable String privateEndpointConnectionName) implements Details {
        @Override
        public Provider provider() {
            return Provider.AZURE;
        }
    }

    /** Details of an endpoint on GCP. */
    public record Gcp(
            @Nullable String gcpProjectId,
            List<ForwardingRule> endpoints,
            @Nullable Boolean portMappingEnabled) implements Details {
        @Override
        public Provider provider() {
            return Provider.GCP;
        }
    }

    /** One address of an endpoint on GCP, and its status. */
    public record ForwardingRule(
            String endpointName, String ipAddress, @Nullable String status) {}
}
