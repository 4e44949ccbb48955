package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Sha256;
import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasCluster;
import dev.linkgate.protocol.AtlasGroup;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.AtlasRoot;
import dev.linkgate.protocol.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Atlas's tools read besides private endpoints: the root of v2, by which they try a key, and the groups, as
 * Atlas's API calls projects, with their clusters, for which they wait after each change.
 */
@RestController
@RequestMapping(GroupController.ROOT)
@Hidden
class GroupController {

    static final String ROOT = "/api/atlas/v2";

    private static final String GROUPS = ROOT + "/groups/";
    private static final int BUILD_BYTES = 20;

    private static final List<ApiVersion> OF_CLUSTERS =
            List.of(ApiVersion.V2023_01_01, ApiVersion.V2023_02_01, ApiVersion.V2024_08_05);

    private final ProjectResources resources;
    private final Groups groups;
    private final OwnKeys keys;
    private final String build;

    GroupController(ProjectResources resources, Groups groups, OwnKeys keys, ProductVersion version) {
        this.resources = resources;
        this.groups = groups;
        this.keys = keys;
        this.build = build(version);
    }

    /** The build in Atlas's form, equal for equal versions. */
    private static String build(ProductVersion version) {
        byte[] hash = Sha256.digest().digest(version.value().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, BUILD_BYTES);
    }

    @GetMapping
    ResponseEntity<JsonNode> root(RequestContext context, HttpServletRequest request) {
        return Answers.of(
                request,
                Answers.ONE_VERSION,
                (asked, origin) -> Aged.fresh(new AtlasRoot(build, keys.of(context)).body(origin + ROOT)));
    }

    /** Atlas is asked for each project of the page only: a caller may see a thousand. */
    @GetMapping("/groups")
    ResponseEntity<JsonNode> groups(RequestContext context, HttpServletRequest request, Freshness freshness) {
        return Answers.of(request, Answers.ONE_VERSION, (asked, origin) -> {
            AtlasPage page = AtlasPage.of(asked, origin);
            List<ProjectId> all = groups.visible(context);
            List<ObjectNode> shown = groups.shown(context, page.cut(all), freshness).stream()
                    .map(group -> body(group, origin))
                    .toList();
            return Aged.fresh(page.show(all.size(), shown));
        });
    }

    static ObjectNode body(AtlasGroup group, String origin) {
        return group.body(origin + GROUPS + group.id());
    }

    @GetMapping("/groups/byName/{groupName}")
    ResponseEntity<JsonNode> groupByName(
            RequestContext context, HttpServletRequest request, @PathVariable String groupName, Freshness freshness) {
        return Answers.of(
                request,
                Answers.ONE_VERSION,
                (asked, origin) -> Aged.fresh(body(groups.named(context, groupName, freshness), origin)));
    }

    @GetMapping("/groups/{projectId}")
    ResponseEntity<JsonNode> group(
            RequestContext context,
            HttpServletRequest request,
            @PathVariable ProjectId projectId,
            Freshness freshness) {
        return Answers.of(
                request,
                Answers.ONE_VERSION,
                (asked, origin) -> resources
                        .description(context, projectId, freshness)
                        .map(description -> body(Groups.shown(projectId, description), origin)));
    }

    @GetMapping("/groups/{projectId}/clusters")
    ResponseEntity<JsonNode> clusters(
            RequestContext context,
            HttpServletRequest request,
            @PathVariable ProjectId projectId,
            Freshness freshness) {
        return Answers.of(request, OF_CLUSTERS, (asked, origin) -> {
            AtlasPage page = AtlasPage.of(asked, origin);
            Aged<Clusters> clusters = resources.clusters(context, projectId, freshness);
            return clusters.map(found -> page.show(whole(found), cluster -> cluster(projectId, cluster, origin)));
        });
    }

    /** A tool that waits until all clusters are idle must not believe that those are all. */
    private static List<Cluster> whole(Clusters clusters) {
        if (!clusters.unread().isEmpty()) {
            throw Failure.of(
                            ProblemCode.ATLAS_ERROR,
                            "Atlas's answer describes clusters in a form that the gateway cannot read: "
                                    + String.join(", ", clusters.unread()) + ".")
                    .toException();
        }
        return clusters.all();
    }

    @GetMapping("/groups/{projectId}/clusters/{clusterName}")
    ResponseEntity<JsonNode> cluster(
            RequestContext context,
            HttpServletRequest request,
            @PathVariable ProjectId projectId,
            @PathVariable String clusterName,
            Freshness freshness) {
        return Answers.of(request, OF_CLUSTERS, (asked, origin) -> {
            try {
                return resources
                        .cluster(context, projectId, clusterName, freshness)
                        .map(cluster -> cluster(projectId, cluster, origin));
            } catch (LinkgateException e) {
                if (e.failure().code().equals(ProblemCode.NOT_FOUND)) {
                    throw Refusal.CLUSTER_NOT_FOUND.of(clusterName, projectId.value());
                }
                throw e;
            }
        });
    }

    private static ObjectNode cluster(ProjectId project, Cluster cluster, String origin) {
        return new AtlasCluster(
                        project.value(),
                        cluster.name(),
                        cluster.id(),
                        cluster.stateName(),
                        cluster.clusterType(),
                        cluster.paused(),
                        cluster.mongoDBVersion(),
                        cluster.strings(),
                        cluster.connections().stream()
                                .map(GroupController::connection)
                                .toList())
                .body(origin + GROUPS + project + "/clusters/" + cluster.name());
    }

    private static AtlasCluster.Connection connection(ClusterConnection connection) {
        return new AtlasCluster.Connection(
                connection.type() == null ? null : connection.type().name(),
                connection.connectionString(),
                connection.srvConnectionString(),
                connection.srvShardOptimizedConnectionString(),
                connection.endpoints().stream()
                        .map(through -> new AtlasCluster.Through(
                                through.endpoint().value(),
                                through.endpoint().provider().name(),
                                through.region()))
                        .toList());
    }
}
