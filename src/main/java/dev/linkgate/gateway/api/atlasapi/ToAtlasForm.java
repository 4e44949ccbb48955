package dev.linkgate.gateway.api.atlasapi;

import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkDetails;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.protocol.AtlasEndpoint;
import dev.linkgate.protocol.AtlasLink;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Links and endpoints as Atlas shows them, with Atlas's own words for their states. */
final class ToAtlasForm {

    private ToAtlasForm() {}

    /** The classic dialect does not report the region, but the name of the service contains it. */
    static AtlasLink link(Link link) {
        AtlasLink.Details details = switch (link.details()) {
            case LinkDetails.Aws aws ->
                new AtlasLink.Aws(aws.endpointServiceName(), orNull(aws.supportedRemoteRegions()));
            case LinkDetails.Azure azure ->
                new AtlasLink.Azure(azure.privateLinkServiceName(), azure.privateLinkServiceResourceId());
            case LinkDetails.Gcp gcp -> new AtlasLink.Gcp(gcp.serviceAttachmentNames(), gcp.portMappingEnabled());
        };
        return new AtlasLink(
                link.id().value(),
                link.place().map(region -> region.atlasName(link.provider())).orElse(null),
                Objects.requireNonNullElse(link.atlasStatus(), link.status().name()),
                link.errorMessage(),
                link.interfaceEndpointIds().stream().map(EndpointId::value).toList(),
                details);
    }

    /** Atlas shows no list where there is no region. */
    private static @Nullable List<String> orNull(@Nullable List<String> regions) {
        return regions == null || regions.isEmpty() ? null : regions;
    }

    static AtlasEndpoint endpoint(Endpoint endpoint) {
        AtlasEndpoint.Details details = switch (endpoint.details()) {
            case EndpointDetails.Aws aws -> new AtlasEndpoint.Aws();
            case EndpointDetails.Azure azure ->
                new AtlasEndpoint.Azure(azure.privateEndpointIPAddress(), azure.privateEndpointConnectionName());
            case EndpointDetails.Gcp gcp ->
                new AtlasEndpoint.Gcp(
                        gcp.gcpProjectId(),
                        gcp.endpoints().stream()
                                .map(rule -> new AtlasEndpoint.ForwardingRule(
                                        rule.endpointName(), rule.ipAddress(), rule.status()))
                                .toList(),
                        gcp.portMappingEnabled());
        };
        return new AtlasEndpoint(
                endpoint.interfaceEndpointId().value(),
                Objects.requireNonNullElse(
                        endpoint.atlasStatus(), endpoint.connectionStatus().name()),
                endpoint.deleteRequested(),
                endpoint.errorMessage(),
                details);
    }
}
