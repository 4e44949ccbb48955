package dev.linkgate.protocol;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster of a project, as far as clients of private endpoints need it. What is not known is absent.
 *
 * @param strings the connection strings that lead through no private endpoint, by Atlas's names
 * @param connections through private endpoints; absent where Atlas leaves the list out
 */
public record AtlasCluster(
        String groupId,
        String name,
        @Nullable String id,
        @Nullable String stateName,
        @Nullable String clusterType,
        @Nullable Boolean paused,
        @Nullable String mongoDBVersion,
        Map<String, String> strings,
        @Nullable List<Connection> connections) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Connection strings through private endpoints; a string that is not known is absent. */
    public record Connection(
            @Nullable String type,
            @Nullable String connectionString,
            @Nullable String srvConnectionString,
            @Nullable String srvShardOptimizedConnectionString,
            List<Through> endpoints) {}

    /** A private endpoint that a connection leads through. */
    public record Through(
            String endpointId,
            String providerName,
            @Nullable String region) {}

    /**
     * The cluster in JSON, with fields in alphabetical order.
     *
     * @param url its own
     */
    public ObjectNode body(String url) {
        ObjectNode node = JSON.objectNode();
        put(node, "clusterType", clusterType);
        node.set("connectionStrings", connectionStrings());
        node.put("groupId", groupId);
        put(node, "id", id);
        node.set("links", AtlasPage.selfLink(url));
        put(node, "mongoDBVersion", mongoDBVersion);
        node.put("name", name);
        if (paused != null) {
            node.put("paused", paused);
        }
        put(node, "stateName", stateName);
        return node;
    }

    private ObjectNode connectionStrings() {
        Map<String, JsonNode> sorted = new TreeMap<>();
        strings.forEach((name, string) -> sorted.put(name, JSON.stringNode(string)));
        if (connections != null) {
            ArrayNode entries = JSON.arrayNode();
            connections.forEach(connection -> entries.add(entry(connection)));
            sorted.put("privateEndpoint", entries);
        }
        ObjectNode node = JSON.objectNode();
        node.setAll(sorted);
        return node;
    }

    private static ObjectNode entry(Connection connection) {
        ObjectNode entry = JSON.objectNode();
        put(entry, "connectionString", connection.connectionString());
        ArrayNode endpoints = entry.putArray("endpoints");
        for (Through through : connection.endpoints()) {
            ObjectNode endpoint = endpoints
                    .addObject()
                    .put("endpointId", through.endpointId())
                    .put("providerName", through.providerName());
            put(endpoint, "region", through.region());
        }
        put(entry, "srvConnectionString", connection.srvConnectionString());
        put(entry, "srvShardOptimizedConnectionString", connection.srvShardOptimizedConnectionString());
        put(entry, "type", connection.type());
        return entry;
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
