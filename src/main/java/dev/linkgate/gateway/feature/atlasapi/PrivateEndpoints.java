package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.link.RemoteRegions;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.provisioning.Endpoints;
import dev.linkgate.gateway.core.endpoints.provisioning.Links;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.feature.regional.RegionalModeWrite;
import dev.linkgate.gateway.feature.regional.RegionalModes;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import dev.linkgate.protocol.AtlasEndpoint;
import dev.linkgate.protocol.AtlasLink;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.OperationResult;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Carries out the operations of Atlas's API by the gateway's own use cases. */
@Component
class PrivateEndpoints {

    private final Links links;
    private final Endpoints endpoints;
    private final RegionalModes modes;
    private final AccessPolicy policy;

    PrivateEndpoints(Links links, Endpoints endpoints, RegionalModes modes, AccessPolicy policy) {
        this.links = links;
        this.endpoints = endpoints;
        this.modes = modes;
        this.policy = policy;
    }

    /**
     * Carries out an operation for a caller that may do it.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException the problem of the use case
     * @throws dev.linkgate.protocol.RequestRefused if the request has a value that the gateway cannot pass on
     */
    Aged<OperationResult> carryOut(RequestContext context, PrivateEndpointOperation operation, Freshness freshness) {
        return switch (operation) {
            case PrivateEndpointOperation.ListLinks list ->
                links.list(context, project(list), list.provider(), link -> true, freshness)
                        .map(all -> new OperationResult.LinksFound(
                                all.stream().map(ToAtlasForm::link).toList()));
            case PrivateEndpointOperation.GetLink get ->
                links.get(context, link(context, get, get.provider(), get.link()), freshness, Duration.ZERO)
                        .map(link -> new OperationResult.LinkFound(ToAtlasForm.link(link)));
            case PrivateEndpointOperation.CreateLink create -> create(context, create);
            case PrivateEndpointOperation.UpdateLink update -> update(context, update);
            case PrivateEndpointOperation.RemoveLink remove -> {
                LinkPath path = link(context, remove, remove.provider(), remove.link());
                yield links.remove(context, new LinkWrite.Remove(path), Precondition.NONE, Duration.ZERO)
                        .map(link -> new OperationResult.Removing());
            }
            case PrivateEndpointOperation.AddEndpoint add -> add(context, add);
            case PrivateEndpointOperation.GetEndpoint get ->
                endpoints
                        .get(context, link(context, get), new EndpointId(get.endpoint()), freshness, Duration.ZERO)
                        .map(endpoint -> new OperationResult.EndpointFound(ToAtlasForm.endpoint(endpoint)));
            case PrivateEndpointOperation.RemoveEndpoint remove -> remove(context, remove);
            case PrivateEndpointOperation.GetRegionalMode get ->
                Aged.fresh(new OperationResult.RegionalModeFound(
                        modes.get(context, project(get)).enabled()));
            case PrivateEndpointOperation.SetRegionalMode set -> {
                RegionalModeWrite write = new RegionalModeWrite(project(set), set.enabled());
                yield Aged.fresh(new OperationResult.RegionalModeSet(
                        modes.set(context, write).enabled()));
            }
        };
    }

    private Aged<OperationResult> create(RequestContext context, PrivateEndpointOperation.CreateLink asked) {
        LinkWrite.Create create = new LinkWrite.Create(project(asked), FromAtlasForm.link(asked), false);
        return links.create(context, create, Duration.ZERO)
                .link()
                .map(link -> new OperationResult.LinkCreated(ToAtlasForm.link(link)));
    }

    private Aged<OperationResult> update(RequestContext context, PrivateEndpointOperation.UpdateLink asked) {
        List<String> regions = FromAtlasForm.remoteRegions(asked);
        LinkPath path = link(context, asked, Provider.AWS, asked.link());
        LinkWrite.Update update = new LinkWrite.Update(path, regions);
        return Aged.fresh(
                new OperationResult.LinkUpdated(ToAtlasForm.link(links.update(context, update, Precondition.NONE))));
    }

    private Aged<OperationResult> add(RequestContext context, PrivateEndpointOperation.AddEndpoint asked) {
        NewEndpoint endpoint = FromAtlasForm.endpoint(asked.asked());
        LinkPath path = link(context, asked);
        if (endpoint instanceof NewEndpoint.Gcp gcp && !gcp.fitsAnyLink() && links.isPortMapped(context, path)) {
            endpoint = FromAtlasForm.portMapped(asked.asked());
        }
        return endpoints
                .add(context, new EndpointWrite.Add(path, endpoint, EndpointWrite.Cause.REQUEST), Duration.ZERO)
                .endpoint()
                .map(added -> new OperationResult.EndpointAdded(ToAtlasForm.endpoint(added)));
    }

    /** Atlas's API has no word for the risk of losing the link: who may remove the link may also lose it. */
    private Aged<OperationResult> remove(RequestContext context, PrivateEndpointOperation.RemoveEndpoint asked) {
        boolean mayRemoveLink = policy.allows(context.actor(), Role.OWNER, project(asked));
        EndpointWrite.Remove remove =
                new EndpointWrite.Remove(link(context, asked), new EndpointId(asked.endpoint()), mayRemoveLink);
        Optional<Aged<Endpoint>> left = endpoints.remove(context, remove, Precondition.NONE, Duration.ZERO);
        return left.<Aged<OperationResult>>map(aged -> aged.map(endpoint -> new OperationResult.Removing()))
                .orElseGet(() -> Aged.fresh(new OperationResult.Removing()));
    }

    private LinkPath link(RequestContext context, PrivateEndpointOperation.OnEndpoint operation) {
        return link(context, operation, operation.provider(), operation.link());
    }

    private LinkPath link(RequestContext context, PrivateEndpointOperation operation, Provider provider, String link) {
        return links.path(context, project(operation), provider, new LinkId(link));
    }

    private static ProjectId project(PrivateEndpointOperation operation) {
        return new ProjectId(operation.project());
    }

    /** The gateway's own values for what a request in Atlas's form asks for. */
    static final class FromAtlasForm {

        private FromAtlasForm() {}

        /**
         * A new link. Atlas's own default is a link without port mapping.
         *
         * @throws RequestRefused if a region has the form of none
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
         * The other regions of a link to AWS, by Atlas's names. They must be given, because a mistyped request could
         * take all of them away otherwise.
         *
         * @throws RequestRefused if they are absent, or one has the form of none
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

        /** @throws RequestRefused if its id is none of its provider */
        static NewEndpoint endpoint(NewAtlasEndpoint asked) {
            return switch (asked) {
                case NewAtlasEndpoint.Aws aws -> new NewEndpoint.Aws(id(aws, Refusal.ENDPOINT_ID_MALFORMED.of()));
                case NewAtlasEndpoint.Azure azure ->
                    new NewEndpoint.Azure(
                            id(azure, Refusal.INVALID_ATTRIBUTE.of("id")), azure.privateEndpointIPAddress());
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
         * @throws RequestRefused if it does not have exactly one forwarding rule
         */
        static NewEndpoint portMapped(NewAtlasEndpoint asked) {
            return endpoint(asked instanceof NewAtlasEndpoint.Gcp gcp ? gcp.portMapped() : asked);
        }

        private static EndpointId id(NewAtlasEndpoint asked, RequestRefused otherwise) {
            if (!EndpointId.matches(asked.id()) || new EndpointId(asked.id()).provider() != asked.provider()) {
                throw otherwise;
            }
            return new EndpointId(asked.id());
        }
    }

    /** Links and endpoints as Atlas shows them, with Atlas's own words for their states. */
    static final class ToAtlasForm {

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
                    link.place()
                            .map(region -> region.atlasName(link.provider()))
                            .orElse(null),
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
}
