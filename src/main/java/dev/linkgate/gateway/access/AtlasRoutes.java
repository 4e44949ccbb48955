package dev.linkgate.gateway.access;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;

import dev.linkgate.gateway.access.Route.Needs;
import java.util.List;
import java.util.stream.Stream;

/** The part of the table of {@link Routes} that Atlas's own tools use. The paths and parameters are Atlas's. */
final class AtlasRoutes {

    private static final Needs IDENTITY = new Needs.Identity();
    private static final Needs VIEWER = new Needs.RoleOnProject(Role.VIEWER);
    private static final Needs EDITOR = new Needs.RoleOnProject(Role.EDITOR);
    private static final Needs OWNER = new Needs.RoleOnProject(Role.OWNER);

    private static final String GROUP = "/api/atlas/v2/groups/{projectId}";
    private static final String V1 = "/api/atlas/v1.0/groups/{projectId}/privateEndpoint";
    private static final String CLASSIC_LINK = V1 + "/{linkId}";
    private static final String CLASSIC_ENDPOINTS = CLASSIC_LINK + "/interfaceEndpoints";

    /** Clients of v1.0 send them with every list. */
    private static final String[] PAGE = {"pageNum", "itemsPerPage", "includeCount"};

    private static final String[] NAMED_PAGE = {"pageNum", "itemsPerPage", "includeCount", "name"};

    static final List<Route> TABLE = Stream.of(
                    List.of(
                            Route.get("/api/atlas/v2", IDENTITY),
                            Route.get("/api/atlas/v2/groups", IDENTITY).with(PAGE),
                            // Before all that it could be taken for.
                            Route.get("/api/atlas/v2/groups/byName/{groupName}", IDENTITY),
                            Route.get("/api/atlas/v2/orgs", IDENTITY).with(NAMED_PAGE),
                            Route.get("/api/atlas/v2/orgs/{orgId}", IDENTITY),
                            Route.get("/api/atlas/v2/orgs/{orgId}/groups", IDENTITY)
                                    .with(NAMED_PAGE),
                            Route.get(GROUP, VIEWER),
                            Route.get(GROUP + "/teams", VIEWER).with(PAGE),
                            Route.get(GROUP + "/users", VIEWER)
                                    .with(
                                            "pageNum",
                                            "itemsPerPage",
                                            "includeCount",
                                            "flattenTeams",
                                            "includeOrgUsers",
                                            "orgMembershipStatus",
                                            "username"),
                            Route.get(GROUP + "/limits", VIEWER),
                            Route.get(GROUP + "/settings", VIEWER),
                            Route.get(GROUP + "/ipAddresses", VIEWER),
                            Route.get(GROUP + "/managedSlowMs", VIEWER),
                            Route.get(GROUP + "/flexClusters", VIEWER).with(PAGE),
                            Route.get(GROUP + "/clusters", VIEWER)
                                    .with(
                                            "pageNum",
                                            "itemsPerPage",
                                            "includeCount",
                                            "includeDeletedWithRetainedBackups"),
                            Route.get(GROUP + "/clusters/{clusterName}", VIEWER),
                            Route.get(GROUP + "/clusters/{clusterName}/processArgs", VIEWER)),
                    multiCloud(GROUP + "/privateEndpoint"),
                    multiCloud(V1, PAGE),
                    List.of(
                            Route.get(V1, VIEWER).with(PAGE),
                            Route.of(POST, V1, OWNER),
                            Route.get(CLASSIC_LINK, VIEWER),
                            Route.of(DELETE, CLASSIC_LINK, OWNER),
                            Route.of(POST, CLASSIC_ENDPOINTS, EDITOR),
                            Route.get(CLASSIC_ENDPOINTS + "/{interfaceEndpointId}", VIEWER),
                            Route.of(DELETE, CLASSIC_ENDPOINTS + "/{interfaceEndpointId}", EDITOR)))
            .flatMap(List::stream)
            .toList();

    private AtlasRoutes() {}

    private static List<Route> multiCloud(String root, String... parametersOfLists) {
        String links = root + "/{cloudProvider}/endpointService";
        String link = links + "/{linkId}";
        String endpoint = link + "/endpoint/{interfaceEndpointId}";
        return List.of(
                Route.of(POST, root + "/endpointService", OWNER),
                Route.of(PATCH, root + "/endpointService/{linkId}", OWNER),
                Route.get(root + "/regionalMode", VIEWER),
                Route.of(PATCH, root + "/regionalMode", OWNER),
                Route.get(links, VIEWER).with(parametersOfLists),
                Route.get(link, VIEWER),
                Route.of(DELETE, link, OWNER),
                Route.of(POST, link + "/endpoint", EDITOR),
                Route.get(endpoint, VIEWER),
                Route.of(DELETE, endpoint, EDITOR));
    }
}
