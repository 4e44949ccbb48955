package dev.linkgate.sandbox.resources;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.sandbox.state.ClusterState;
import dev.linkgate.sandbox.state.ClusterState.ConnectedEndpoint;
import dev.linkgate.sandbox.state.ClusterStatus;
import dev.linkgate.sandbox.state.Inventory;
import dev.linkgate.sandbox.state.NewCluster;
import dev.linkgate.sandbox.state.Regions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The clusters of a project, {@code groups/{project}/clusters/{name}}, with as much of them as tells their connection
 * strings. The strings without private endpoints, and what is absent without them, are as recorded; no recording with
 * endpoints exists, so those entries follow Atlas's specification.
 */
public final class ClusterResources {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CLUSTERS = "clusters";
    private static final int NODES = 3;
    private static final int FIRST_PORT = 1024;

    private final Inventory inventory;

    public ClusterResources(Inventory inventory) {
        this.inventory = inventory;
    }

    /** @param path the decoded segments that follow {@code groups/{project}} */
    public static boolean has(List<String> path) {
        return !path.isEmpty() && path.get(0).equals(CLUSTERS) && path.size() <= 2;
    }

    /**
     * One cluster, or a page of them.
     *
     * @param path as for {@link #has}
     * @throws Refused if there is no such cluster
     */
    public ObjectNode read(Inbound request, String project, List<String> path) {
        if (!request.method().equals("GET")) {
            throw request.methodNotAllowed();
        }
        ApiVersion.V2024_08_05.check(request);
        List<ClusterState> clusters = inventory.clusters(project);
        if (path.size() == 1) {
            return AtlasPage.of(request, GeneralResources.ORIGIN)
                    .show(clusters.stream().map(ClusterResources::cluster).toList());
        }
        String name = path.get(1);
        return clusters.stream()
                .filter(cluster -> cluster.asked().name().equals(name))
                .findFirst()
                .map(ClusterResources::cluster)
                .orElseThrow(() -> Refusal.CLUSTER_NOT_FOUND.of(name, project));
    }

    private static ObjectNode cluster(ClusterState cluster) {
        ObjectNode node = JSON.objectNode();
        node.put("clusterType", cluster.asked().type().name());
        node.set("connectionStrings", connectionStrings(cluster));
        node.put("effectiveDatabaseEdition", "CORE");
        node.put("groupId", cluster.project());
        node.put("id", cluster.id());
        node.set(
                "links",
                AtlasPage.selfLink(GeneralResources.ORIGIN + "/api/atlas/v2/groups/" + cluster.project() + "/clusters/"
                        + cluster.asked().name()));
        node.put("name", cluster.asked().name());
        node.put("paused", false);
        node.put("stateName", cluster.status().name());
        return node;
    }

    private static ObjectNode connectionStrings(ClusterState cluster) {
        boolean sharded = cluster.asked().type() == NewCluster.Type.SHARDED;
        ObjectNode strings = JSON.objectNode();
        if (sharded) {
            ObjectNode legacy = strings.putObject("awsPrivateLinkSrv");
            for (int n = 0; n < cluster.connected().size(); n++) {
                ConnectedEndpoint endpoint = cluster.connected().get(n);
                if (endpoint.region().provider() == Provider.AWS) {
                    legacy.put(endpoint.id(), srv(cluster, label(endpoint, n)));
                }
            }
        }
        if (sharded || !cluster.connected().isEmpty()) {
            ArrayNode entries = strings.putArray("privateEndpoint");
            for (int n = 0; n < cluster.connected().size(); n++) {
                entries.add(entry(cluster, cluster.connected().get(n), n));
            }
        }
        if (cluster.status() != ClusterStatus.CREATING) {
            String hosts = IntStream.range(0, NODES)
                    .mapToObj(node -> host(cluster) + "-shard-00-0" + node + "-" + domain(cluster) + ":27017")
                    .collect(Collectors.joining(","));
            strings.put("standard", "mongodb://" + hosts + "/" + options(cluster));
            strings.put("standardSrv", "mongodb+srv://" + host(cluster) + "-" + domain(cluster));
        }
        return strings;
    }

    private static ObjectNode entry(ClusterState cluster, ConnectedEndpoint endpoint, int number) {
        String label = label(endpoint, number);
        String region = Regions.providerName(
                endpoint.region().provider(), endpoint.region().name());
        String host = label + "-" + region + "-" + domain(cluster);
        String hosts = IntStream.range(0, NODES)
                .mapToObj(node -> host + ":" + (FIRST_PORT + node))
                .collect(Collectors.joining(","));
        boolean sharded = cluster.asked().type() == NewCluster.Type.SHARDED;
        ObjectNode entry = JSON.objectNode().put("connectionString", "mongodb://" + hosts + "/" + options(cluster));
        entry.putArray("endpoints")
                .addObject()
                .put("endpointId", endpoint.id())
                .put("providerName", endpoint.region().provider().name())
                .put("region", endpoint.region().name());
        entry.put("srvConnectionString", srv(cluster, label));
        if (sharded && endpoint.region().provider() == Provider.AWS) {
            entry.put("srvShardOptimizedConnectionString", srv(cluster, label + "-lb"));
        }
        return entry.put("type", sharded ? "MONGOS" : "MONGOD");
    }

    /** The part of host names that tells one private endpoint from another ("private link"). */
    private static String label(ConnectedEndpoint endpoint, int number) {
        return (endpoint.portMapped() ? "psc-" : "pl-") + number;
    }

    private static String srv(ClusterState cluster, String label) {
        return "mongodb+srv://" + host(cluster) + "-" + label + "-" + domain(cluster);
    }

    private static String options(ClusterState cluster) {
        String replicaSet = cluster.asked().type() == NewCluster.Type.SHARDED
                ? ""
                : "&replicaSet=atlas-" + cluster.id().substring(18) + "-shard-0";
        return "?ssl=true&authSource=admin" + replicaSet;
    }

    private static String host(ClusterState cluster) {
        return cluster.asked().name().toLowerCase(Locale.ROOT);
    }

    private static String domain(ClusterState cluster) {
        return cluster.project().substring(19) + ".mongodb.net";
    }
}
