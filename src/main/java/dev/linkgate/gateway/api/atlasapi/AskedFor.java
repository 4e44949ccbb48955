package dev.linkgate.gateway.api.atlasapi;

import dev.linkgate.gateway.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.endpoints.link.NewLink;
import dev.linkgate.gateway.endpoints.link.RemoteRegions;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.Refused;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The gateway's own values for what a request in Atlas's form asks for. */
final class AskedFor {

    private AskedFor() {}

    /**
     * A new link. Atlas's own default is a link without port mapping.
     *
     * @throws Refused if a region has the form of none
     */
    static NewLink link(PrivateEndpointOperation.CreateLink create) {
        Region region = new Region(regionName(create.provider(), create.region()));
        return switch (create.provider()) {
            case AWS -> NewLink.aws(region, regions(create.remoteRegions()));
            case AZURE -> new NewLink.Azure(region);
            case GCP -> new NewLink.Gcp(region, create.portMapping());
        };
    }

    /**
     * The other regions of a link to AWS, by Atlas's names. They must be given, because a mistyped request could take all
     * of them away otherwise.
     *
     * @throws Refused if they are absent, or one has the form of none
     */
    static List<String> remoteRegions(PrivateEndpointOperation.UpdateLink update) {
        if (update.remoteRegions() == null) {
            throw Refusal.MISSING_ATTRIBUTE.of("supportedRemoteRegions");
        }
        return RemoteRegions.atlasNames(regions(update.remoteRegions()));
    }

    private static List<String> regions(@Nullable List<String> given) {
        return Objects.requireNonNullElse(given, List.<String>of()).stream()
                .map(region -> regionName(Provider.AWS, region))
                .toList();
    }

    private static String regionName(Provider provider, String given) {
        if (!Region.matches(given)) {
            throw Refusal.INVALID_REGION.of(given, provider.name());
        }
        return given;
    }

    /** @throws Refused if its id is none of its provider */
    static NewEndpoint endpoint(NewAtlasEndpoint asked) {
        return switch (asked) {
            case NewAtlasEndpoint.Aws aws -> new NewEndpoint.Aws(id(aws, Refusal.ENDPOINT_ID_MALFORMED.of()));
            case NewAtlasEndpoint.Azure azure ->
                new NewEndpoint.Azure(id(azure, Refusal.INVALID_ATTRIBUTE.of("id")), azure.privateEndpointIPAddress());
            case NewAtlasEndpoint.Gcp gcp ->
                new NewEndpoint.Gcp(
                        id(gcp, Refusal.INVALID_ATTRIBUTE.of("endpointGroupName")),
                        gcp.gcpProjectId(),
                        gcp.endpoints().stream()
                                .map(rule -> new NewEndpoint.ForwardingRule(rule.endpointName(), rule.ipAddress()))
                                .toList());
        };
    }

    /**
     * An endpoint on a port-mapped link, where Atlas ignores the name of the group.
     *
     * @throws Refused if it does not have exactly one forwarding rule
     */
    static NewEndpoint portMapped(NewAtlasEndpoint asked) {
        return endpoint(asked instanceof NewAtlasEndpoint.Gcp gcp ? gcp.portMapped() : asked);
    }

    private static EndpointId id(NewAtlasEndpoint asked, Refused otherwise) {
        if (!EndpointId.matches(asked.id()) || new EndpointId(asked.id()).provider() != asked.provider()) {
            throw otherwise;
        }
        return new EndpointId(asked.id());
    }
}
