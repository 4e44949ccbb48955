package dev.linkgate.gateway.face;

import dev.linkgate.gateway.api.CacheHeaders;
import dev.linkgate.gateway.link.Aged;
import dev.linkgate.gateway.link.Cluster;
import dev.linkgate.gateway.link.ClusterConnection;
import dev.linkgate.gateway.link.Clusters;
import dev.linkgate.gateway.link.Freshness;
import dev.linkgate.gateway.link.ProjectDescription;
import dev.linkgate.gateway.project.VisibleProject;
import dev.linkgate.gateway.project.VisibleProjects;
import dev.linkgate.gateway.provisioning.ProjectResources;
import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.LinkgateException;
import dev.linkgate.gateway.request.ProblemCode;
import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Sha256;
import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasCluster;
import dev.linkgate.protocol.AtlasGroup;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.AtlasRoot;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.Refused;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Atlas's tools read besides private endpoints: the root of v2, by which they try a key, and the groups, as Atlas's
 * API calls projects, with their clusters, for which they wait after each change.
 */
@RestController
@RequestMapping(GroupController.ROOT)
@Hidden
class GroupController {

    static final String ROOT = "/api/atlas/v2";

    private static final String GROUPS = ROOT + "/groups/";
    private static final int BUILD_BYTES = 20;

    private static final List<ApiVersion> ONE_VERSION = List.of(ApiVersion.V2023_01_01);
    private static final List<ApiVersion> OF_CLUSTERS = List.of(ApiVersion.values());

    private final ProjectResources resources;
    private final VisibleProjects projects;
    private final OwnKeys keys;
    private final String build;

    GroupController(ProjectResources resources, VisibleProjects projects, OwnKeys keys, ProductVersion version) {
        this.resources = resources;
        this.projects = projects;
        this.keys = keys;
        this.build = build(version);
    }

    /** In Atlas's form, and the same for a version. */
    private static String build(ProductVersion version) {
        byte[] hash = Sha256.digest().digest(version.value().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, BUILD_BYTES);
    }

    @GetMapping
    ResponseEntity<ObjectNode> root(RequestContext context, HttpServletRequest request) {
        return answer(
                request,
                ONE_VERSION,
                (asked, origin) -> Aged.fresh(new AtlasRoot(build, keys.of(context)).body(origin + ROOT)));
    }

    /** With what is known here: to ask Atlas for each of a thousand projects would take minutes. */
    @GetMapping("/groups")
    ResponseEntity<ObjectNode> groups(RequestContext context, HttpServletRequest request) {
        return answer(request, ONE_VERSION, (asked, origin) -> {
            AtlasPage page = AtlasPage.of(asked, origin);
            return Aged.fresh(page.show(projects.list(context), project -> group(project, origin)));
        });
    }

    private static ObjectNode group(VisibleProject project, String origin) {
        String id = project.id().value();
        return new AtlasGroup(id, Objects.requireNonNullElse(project.name(), id), null, null, null)
                .body(origin + GROUPS + id);
    }

    @GetMapping("/groups/{projectId}")
    ResponseEntity<ObjectNode> group(
            RequestContext context,
            HttpServletRequest request,
            @PathVariable ProjectId projectId,
            Freshness freshness) {
        return answer(
                request,
                ONE_VERSION,
                (asked, origin) -> resources
                        .description(context, projectId, freshness)
                        .map(description -> group(projectId, description, origin)));
    }

    private static ObjectNode group(ProjectId project, ProjectDescription description, String origin) {
        return new AtlasGroup(
                        project.value(),
                        Objects.requireNonNullElse(description.name(), project.value()),
                        description.orgId(),
                        description.clusterCount(),
                        description.created())
                .body(origin + GROUPS + project);
    }

    @GetMapping("/groups/{projectId}/clusters")
    ResponseEntity<ObjectNode> clusters(
            RequestContext context,
            HttpServletRequest request,
            @PathVariable ProjectId projectId,
            Freshness freshness) {
        return answer(request, OF_CLUSTERS, (asked, origin) -> {
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
    ResponseEntity<ObjectNode> cluster(
            RequestContext context,
            HttpServletRequest request,
            @PathVariable ProjectId projectId,
            @PathVariable String clusterName,
            Freshness freshness) {
        return answer(request, OF_CLUSTERS, (asked, origin) -> {
            try {
                return resources
                        .cluster(context, projectId, clusterName, freshness)
                        .map(cluster -> cluster(projectId, cluster, origin));
            } catch (LinkgateException e) {
                if (e.failure().code() == ProblemCode.NOT_FOUND) {
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

    /** @param body makes it from the request and the gateway's own scheme, host and port */
    private static ResponseEntity<ObjectNode> answer(
            HttpServletRequest request, List<ApiVersion> offered, BiFunction<Inbound, String, Aged<ObjectNode>> body) {
        Inbound asked = FaceRequests.inbound(request, null);
        try {
            ApiVersion version = ApiVersion.accepted(asked, offered);
            String origin =
                    ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
            Aged<ObjectNode> aged = body.apply(asked, origin);
            return CacheHeaders.aged(ResponseEntity.ok(), aged)
                    .contentType(MediaType.parseMediaType(version.contentType()))
                    .body(aged.value());
        } catch (Refused refused) {
            throw new AtlasRefusal(refused, Refusal.Generation.MULTI_CLOUD);
        }
    }
}
