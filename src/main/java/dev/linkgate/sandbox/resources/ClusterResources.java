package dev.linkgate.sandbox.resources;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasCluster;
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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
     * @throws RequestRefused if there is no such cluster
     */
    public ObjectNode read(Inbound request, String project, List<String> path) {
        if (!request.method().equals("GET")) {
            throw request.methodNotAllowed();
        }
        ApiVersion.V2024_08_05.check(request);
        List<ClusterState> clusters = inventory.clusters(project);
        if (path.size() == 1) {
            return AtlasPage.of(request, GeneralResources.ORIGIN).show(clusters, ClusterResources::cluster);
        }
        String name = path.get(1);
        return clusters.stream()
                .filter(cluster -> cluster.asked().name().equals(name))
                .findFirst()
                .map(ClusterResources::cluster)
                .orElseThrow(() -> Refusal.CLUSTER_NOT_FOUND.of(name, project));
    }

    /** A cluster in JSON. It also has fields that clients should ignore, because Atlas has them. */
    private static ObjectNode cluster(ClusterState cluster) {
        String name = cluster.asked().name();
        ObjectNode node = new AtlasCluster(
                        cluster.project(),
                        name,
                        cluster.id(),
                        cluster.status().name(),
                        cluster.asked().type().name(),
                        false,
                        null,
                        strings(cluster),
                        connections(cluster))
                .body(GeneralResources.ORIGIN + "/api/atlas/v2/groups/" + cluster.project() + "/clusters/" + name);
        node.put("effectiveDatabaseEdition", "CORE");
        if (isSharded(cluster)) {
            node.withObject("connectionStrings").set("awsPrivateLinkSrv", legacyStrings(cluster));
        }
        return node;
    }

    private static boolean isSharded(ClusterState cluster) {
        return cluster.asked().type() == NewCluster.Type.SHARDED;
    }

    private static ObjectNode legacyStrings(ClusterState cluster) {
        ObjectNode legacy = JSON.objectNode();
        for (int n = 0; n < cluster.connected().size(); n++) {
            ConnectedEndpoint endpoint = cluster.connected().get(n);
            if (endpoint.region().provider() == Provider.AWS) {
                legacy.put(endpoint.id(), srv(cluster, label(endpoint, n)));
            }
        }
        return legacy;
    }

    private static Map<String, String> strings(ClusterState cluster) {
        if (cluster.status() == ClusterStatus.CREATING) {
            return Map.of();
        }
        String hosts = IntStream.range(0, NODES)
                .mapToObj(node -> host(cluster) + "-shard-00-0" + node + "-" + domain(cluster) + ":27017")
                .collect(Collectors.joining(","));
        return Map.of(
                "standard", "mongodb://" + hosts + "/" + options(cluster),
                "standardSrv", "mongodb+srv://" + host(cluster) + "-" + domain(cluster));
    }

    private static @Nullable List<AtlasCluster.Connection> connections(ClusterState cluster) {
        if (!isSharded(cluster) && cluster.connected().isEmpty()) {
            return null;
        }
        return IntStream.range(0, cluster.connected().size())
                .mapToObj(n -> connection(cluster, cluster.connected().get(n), n))
                .toList();
    }

    private static AtlasCluster.Connection connection(ClusterState cluster, ConnectedEndpoint endpoint, int number) {
        String label = label(endpoint, number);
        Provider provider = endpoint.region().provider();
        String region = endpoint.region().name();
        String host = label + "-" + Regions.providerName(provider, region) + "-" + domain(cluster);
        String hosts = IntStream.range(0, NODES)
                .mapToObj(node -> host + ":" + (FIRST_PORT + node))
                .collect(Collectors.joining(","));
        boolean optimized = isSharded(cluster) && provider == Provider.AWS;
        return new AtlasCluster.Connection(
                isSharded(cluster) ? "MONGOS" : "MONGOD",
                "mongodb://" + hosts + "/" + options(cluster),
                srv(cluster, label),
                optimized ? srv(cluster, label + "-lb") : null,
                List.of(new AtlasCluster.Through(endpoint.id(), provider.name(), region)));
    }

    /** The part of host names that tells one private endpoint from another ("private link"). */
    private static String label(ConnectedEndpoint endpoint, int number) {
        return (endpoint.portMapped() ? "psc-" : "pl-") + number;
    }

    private static String srv(ClusterState cluster, String label) {
        return "mongodb+srv://" + host(cluster) + "-" + label + "-" + domain(cluster);
    }

    private static String options(ClusterState cluster) {
        String replicaSet =
                isSharded(cluster) ? "" : "&replicaSet=atlas-" + cluster.id().substring(18) + "-shard-0";
        return "?ssl=true&authSource=admin" + replicaSet;
    }

    private static String host(ClusterState cluster) {
        return cluster.asked().name().toLowerCase(Locale.ROOT);
    }

    private static String domain(ClusterState cluster) {
        return cluster.project().substring(19) + ".mongodb.net";
    }
}
