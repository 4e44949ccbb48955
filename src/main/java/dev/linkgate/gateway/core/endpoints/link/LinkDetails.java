package dev.linkgate.gateway.core.endpoints.link;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.kernel.Provider;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The properties of a link that depend on its provider. */
public sealed interface LinkDetails {

    @JsonIgnore
    Provider provider();

    /** The last day before Atlas ends links of this kind; absent if it does not. */
    @JsonIgnore
    default @Nullable LocalDate end() {
        return null;
    }

    /**
     * Details of a link to AWS.
     *
     * @param endpointServiceName the service that a VPC endpoint connects to; null while the link is being set up
     * @param supportedRemoteRegions the other regions whose endpoints it accepts, in Atlas's spelling; absent in the
     *     classic dialect
     */
    record Aws(
            @Nullable String endpointServiceName, @Nullable List<String> supportedRemoteRegions)
            implements LinkDetails {

        @Override
        public Provider provider() {
            return Provider.AWS;
        }
    }

    /**
     * Details of a link to Azure.
     *
     * @param privateLinkServiceName null while the link is being set up
     * @param privateLinkServiceResourceId the service that a private endpoint connects to; null while the link is being
     *     set up
     */
    record Azure(
            @Nullable String privateLinkServiceName,
            @Nullable String privateLinkServiceResourceId) implements LinkDetails {

        @Override
        public Provider provider() {
            return Provider.AZURE;
        }
    }

    /**
     * Details of a link to GCP.
     *
     * @param serviceAttachmentNames the service attachments that forwarding rules connect to; empty while the link is
     *     being set up
     * @param portMappingEnabled whether one forwarding rule serves all ports
     * @param endsOn when Atlas ends it, which it does with all that are not port-mapped; absent otherwise
     */
    record Gcp(
            List<String> serviceAttachmentNames,
            boolean portMappingEnabled,

            @Nullable LocalDate endsOn) implements LinkDetails {

        /** When Atlas ends those that are not port-mapped. */
        public static final LocalDate END = LocalDate.of(2027, 4, 30);

        public Gcp(List<String> serviceAttachmentNames, boolean portMappingEnabled) {
            this(serviceAttachmentNames, portMappingEnabled, portMappingEnabled ? null : END);
        }

        @Override
        public @Nullable LocalDate end() {
            return endsOn;
        }

        @Override
        public Provider provider() {
            return Provider.GCP;
        }
    }
}
