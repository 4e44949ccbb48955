package dev.linkgate.gateway.feature.connectionstrings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.api.PreferWait;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.LinkName;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.provisioning.Links;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The connection strings of a project's clusters through an endpoint. */
@RestController
@RequestMapping(
        path = "/projects/{projectId}/links/{linkId}/endpoints/{interfaceEndpointId}/connection-strings",
        produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Endpoints")
class ConnectionStringController {

    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?");

    private final ConnectionStrings connectionStrings;
    private final Links links;

    ConnectionStringController(ConnectionStrings connectionStrings, Links links) {
        this.connectionStrings = connectionStrings;
        this.links = links;
    }

    @GetMapping
    @Operation(
            operationId = "listConnectionStrings",
            summary = "List the connection strings through an endpoint",
            description = "Lists the connection strings of the project's clusters that lead through the endpoint. Atlas"
                    + " adds them when it has updated the clusters, some time after the endpoint has become"
                    + " `AVAILABLE`. They contain neither user nor password. `Prefer: wait=N` holds the answer until"
                    + " there is one.")
    @Problems.OfAtlas({"link-not-found", "endpoint-not-found"})
    ResponseEntity<ConnectionStringList> list(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            @PathVariable EndpointId interfaceEndpointId,
            @RequestParam(required = false) @Nullable String cluster,
            Freshness freshness,
            PreferWait wait,
            Page page) {
        if (cluster != null && !CLUSTER.matcher(cluster).matches()) {
            throw Failure.invalid("cluster", "must be a cluster's name: 1 to 64 letters, digits and inner dashes")
                    .toException();
        }
        LinkPath path = links.path(context, projectId, linkId);
        Aged<ClusterConnections> aged =
                connectionStrings.list(context, path, interfaceEndpointId, cluster, freshness, wait.patience());
        return wait.applied(CacheHeaders.aged(ResponseEntity.ok(), aged))
                .body(ConnectionStringList.of(
                        page.of(aged.value().all()), aged.value().unread()));
    }

    /**
     * A list of connection strings: a {@link Listing} that says which clusters it lacks.
     *
     * @param links the links to this page, the next and the previous one
     * @param results the page's entries
     * @param totalCount the number of entries on all pages; absent if the caller did not want it
     * @param unreadClusters the clusters whose connection strings could not be read, because Atlas's answer is too
     *     large or not valid: each by its name or, without one, by its place in Atlas's list. Empty if there are none
     */
    record ConnectionStringList(
            List<Listing.PageLink> links,
            List<ClusterConnection> results,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long totalCount,

            List<String> unreadClusters) {

        static ConnectionStringList of(Listing<ClusterConnection> page, List<String> unread) {
            return new ConnectionStringList(page.links(), page.results(), page.totalCount(), unread);
        }
    }
}
