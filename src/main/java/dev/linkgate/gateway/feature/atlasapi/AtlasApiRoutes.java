package dev.linkgate.gateway.feature.atlasapi;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What Atlas's own tools use. The paths and parameters are Atlas's. */
@Component
final class AtlasApiRoutes implements RouteSource {

    private static final String GROUP = "/api/atlas/v2/groups/{projectId}";
    private static final String V1 = "/api/atlas/v1.0/groups/{projectId}/privateEndpoint";
    private static final String CLASSIC_LINK = V1 + "/{linkId}";
    private static final String CLASSIC_ENDPOINTS = CLASSIC_LINK + "/interfaceEndpoints";

    private static final List<Route> ROUTES = Stream.of(
                    List.of(
                            Route.get("/api/atlas/v2", Needs.IDENTITY),
                            Route.get("/api/atlas/v2/groups", Needs.IDENTITY).paged(),
                            Route.get("/api/atlas/v2/groups/byName/{groupName}", Needs.IDENTITY),
                            Route.get("/api/atlas/v2/orgs", Needs.IDENTITY)
                                    .paged()
                                    .with("name"),
                            Route.get("/api/atlas/v2/orgs/{orgId}", Needs.IDENTITY),
                            Route.get("/api/atlas/v2/orgs/{orgId}/groups", Needs.IDENTITY)
                                    .paged()
                                    .with("name"),
                            Route.get(GROUP, Needs.VIEWER),
                            Route.get(GROUP + "/teams", Needs.VIEWER).paged(),
                            Route.get(GROUP + "/users", Needs.VIEWER)
                                    .paged()
                                    .with("flattenTeams", "includeOrgUsers", "orgMembershipStatus", "username"),
                            Route.get(GROUP + "/limits", Needs.VIEWER),
                            Route.get(GROUP + "/settings", Needs.VIEWER),
                            Route.get(GROUP + "/ipAddresses", Needs.VIEWER),
                            Route.get(GROUP + "/managedSlowMs", Needs.VIEWER),
                            Route.get(GROUP + "/flexClusters", Needs.VIEWER).paged(),
                            Route.get(GROUP + "/clusters", Needs.VIEWER)
                                    .paged()
                                    .with("includeDeletedWithRetainedBackups"),
                            Route.get(GROUP + "/clusters/{clusterName}", Needs.VIEWER),
                            Route.get(GROUP + "/clusters/{clusterName}/processArgs", Needs.VIEWER)),
                    multiCloud(GROUP + "/privateEndpoint", false),
                    multiCloud(V1, true), // its clients send them with every list
                    List.of(
                            Route.get(V1, Needs.VIEWER).paged(),
                            Route.of(POST, V1, Needs.OWNER),
                            Route.get(CLASSIC_LINK, Needs.VIEWER),
                            Route.of(DELETE, CLASSIC_LINK, Needs.OWNER),
                            Route.of(POST, CLASSIC_ENDPOINTS, Needs.EDITOR),
                            Route.get(CLASSIC_ENDPOINTS + "/{interfaceEndpointId}", Needs.VIEWER),
                            Route.of(DELETE, CLASSIC_ENDPOINTS + "/{interfaceEndpointId}", Needs.EDITOR)))
            .flatMap(List::stream)
            .toList();

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    private static List<Route> multiCloud(String root, boolean pagedLists) {
        String links = root + "/{cloudProvider}/endpointService";
        String link = links + "/{linkId}";
        String endpoint = link + "/endpoint/{interfaceEndpointId}";
        return List.of(
                Route.of(POST, root + "/endpointService", Needs.OWNER),
                Route.of(PATCH, root + "/endpointService/{linkId}", Needs.OWNER),
                Route.get(root + "/regionalMode", Needs.VIEWER),
                Route.of(PATCH, root + "/regionalMode", Needs.OWNER),
                pagedLists ? Route.get(links, Needs.VIEWER).paged() : Route.get(links, Needs.VIEWER),
                Route.get(link, Needs.VIEWER),
                Route.of(DELETE, link, Needs.OWNER),
                Route.of(POST, link + "/endpoint", Needs.EDITOR),
                Route.get(endpoint, Needs.VIEWER),
                Route.of(DELETE, endpoint, Needs.EDITOR));
    }
}
