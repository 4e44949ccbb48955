package dev.linkgate.protocol;

import dev.linkgate.kernel.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link, which Atlas calls a private endpoint service, as Atlas shows it.
 *
 * @param id 24 hex digits
 * @param region in Atlas's form, {@code EU_WEST_1}; absent if it is unknown
 * @param status Atlas's word, such as {@code AVAILABLE}
 * @param endpoints the ids of its endpoints, including those being removed
 */
public record AtlasLink(
        String id,
        @Nullable String region,
        String status,
        @Nullable String errorMessage,
        List<String> endpoints,
        Details details) {

    /** What depends on the provider. Names at the provider are absent while the link is being set up. */
    public sealed interface Details {

        Provider provider();
    }

    /**
     * Details of a link to AWS.
     *
     * @param supportedRemoteRegions absent when none were given
     */
    public record Aws(
            @Nullable String endpointServiceName, @Nullable List<String> supportedRemoteRegions) implements Details {
        @Override
        public Provider provider() {
            return Provider.AWS;
        }
    }

    /** Details of a link to Azure. */
    public record Azure(
            @Nullable String privateLinkServiceName,
            @Nullable String privateLinkServiceResourceId) implements Details {
        @Override
        public Provider provider() {
            return Provider.AZURE;
        }
    }

    /** Details of a link to GCP. */
    public record Gcp(List<String> serviceAttachmentNames, boolean portMappingEnabled) implements Details {
        @Override
        public Provider provider() {
            return Provider.GCP;
        }
    }
}
