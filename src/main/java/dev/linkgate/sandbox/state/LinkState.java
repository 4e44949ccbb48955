package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link's state at one moment.
 *
 * @param region in Atlas's form, {@code EU_WEST_1}
 * @param endpoints the ids of its endpoints, including those being removed
 * @param portMapping GCP only
 * @param remoteRegions AWS only, {@code null} when none were given
 */
public record LinkState(
        String project,
        String id,
        Provider provider,
        String region,
        SimulatedLinkStatus status,
        @Nullable String errorMessage,
        List<String> endpoints,
        boolean portMapping,
        @Nullable List<String> remoteRegions) {

    /** The link as Atlas shows it. */
    AtlasLink shown() {
        AtlasLink.Details details = switch (provider) {
            case AWS -> new AtlasLink.Aws(Names.awsService(this), remoteRegions);
            case AZURE -> new AtlasLink.Azure(Names.azureService(this), Names.azureServiceResource(this));
            case GCP -> new AtlasLink.Gcp(Names.gcpAttachments(this), portMapping);
        };
        return new AtlasLink(id, region, status.name(), errorMessage, endpoints, details);
    }
}
