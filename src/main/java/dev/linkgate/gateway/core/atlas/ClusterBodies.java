package dev.linkgate.gateway.core.atlas;

import static dev.linkgate.gateway.core.atlas.BodyFields.isNothing;
import static dev.linkgate.gateway.core.atlas.BodyFields.isTextOrNothing;

import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads Atlas's answers about clusters, as {@link BodyFields} says: of each only what callers may see. */
final class ClusterBodies {

    /** The maximum length in characters: three nodes of each of 50 shards, with names of 50 characters. */
    static final int MAX_CONNECTION_STRING = 8_000;

    /** Without user and password, which would stand before an {@code @}. */
    private static final Pattern CONNECTION_STRING = Pattern.compile("mongodb(?:\\+srv)?://[!-?A-~]+");

    private static final List<String> STRINGS =
            List.of("connectionString", "srvConnectionString", "srvShardOptimizedConnectionString");

    private static final List<String> OTHER_STRINGS = List.of("standard", "standardSrv", "private", "privateSrv");

    private ClusterBodies() {}

    /**
     * A page of clusters; nothing if the body is not one. Clusters of another form are unread.
     *
     * @param number the page's, from 1
     * @param size the number of clusters that were asked for
     */
    static Optional<ClusterPages.Page> clusters(AtlasResponse response, int number, int size) {
        JsonNode clusters = response.json().path("results");
        if (!clusters.isArray() || clusters.size() > size) {
            return Optional.empty();
        }
        List<Cluster> read = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            JsonNode cluster = clusters.get(i);
            String name = Objects.requireNonNullElse(
                    response.text(cluster, "name"), ClusterPages.place((number - 1) * size + i + 1));
            cluster(response, cluster).ifPresentOrElse(read::add, () -> unread.add(name));
        }
        return Optional.of(new ClusterPages.Page(read, unread));
    }

    /** One cluster; nothing if the body is not valid. */
    static Optional<Cluster> cluster(AtlasResponse response) {
        return cluster(response, response.json());
    }

    /** A cluster. Without private endpoints the list of its connections is absent or empty. */
    private static Optional<Cluster> cluster(AtlasResponse response, JsonNode cluster) {
        String name = response.text(cluster, "name");
        JsonNode strings = cluster.path("connectionStrings");
        JsonNode entries = strings.path("privateEndpoint");
        if (name == null
                || !(isNothing(strings) || strings.isObject())
                || !(isNothing(entries) || entries.isArray())
                || !entries.valueStream().allMatch(entry -> isConnection(response, entry))) {
            return Optional.empty();
        }
        List<ClusterConnection> connections = entries.valueStream()
                .map(entry -> connection(response, name, entry))
                .filter(connection -> connection.connectionString() != null || connection.srvConnectionString() != null)
                .toList();
        JsonNode paused = cluster.path("paused");
        return Optional.of(new Cluster(
                name,
                response.text(cluster, "id"),
                response.text(cluster, "stateName"),
                response.text(cluster, "clusterType"),
                paused.isBoolean() ? paused.booleanValue() : null,
                response.text(cluster, "mongoDBVersion"),
                otherStrings(response, strings),
                connections));
    }

    /** The strings that can be passed on as they are. No private endpoint depends on the others. */
    private static Map<String, String> otherStrings(AtlasResponse response, JsonNode strings) {
        return OTHER_STRINGS.stream()
                .filter(field -> isConnectionStringOrNothing(response, strings.path(field))
                        && connectionString(strings, field) != null)
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), field -> strings.path(field).stringValue("")));
    }

    private static boolean isConnection(AtlasResponse response, JsonNode entry) {
        JsonNode endpoints = entry.path("endpoints");
        return entry.isObject()
                && isTextOrNothing(entry, "type")
                && STRINGS.stream().allMatch(field -> isConnectionStringOrNothing(response, entry.path(field)))
                && (isNothing(endpoints) || endpoints.isArray())
                && endpoints
                        .valueStream()
                        .allMatch(endpoint -> endpoint.isObject() && isTextOrNothing(endpoint, "endpointId"));
    }

    /** A string that is cut or changed would lead nowhere, so only one that can be passed on as it is is valid. */
    private static boolean isConnectionStringOrNothing(AtlasResponse response, JsonNode value) {
        if (isNothing(value)) {
            return true;
        }
        String text = value.stringValue(null);
        return text != null
                && (text.isEmpty()
                        || (text.length() <= MAX_CONNECTION_STRING
                                && CONNECTION_STRING.matcher(text).matches()
                                && !response.repeatsSecret(text)));
    }

    private static ClusterConnection connection(AtlasResponse response, String cluster, JsonNode entry) {
        List<ClusterConnection.Through> endpoints = entry.path("endpoints")
                .valueStream()
                .filter(endpoint ->
                        EndpointId.matches(endpoint.path("endpointId").stringValue("")))
                .map(endpoint -> new ClusterConnection.Through(
                        new EndpointId(endpoint.path("endpointId").stringValue("")), response.text(endpoint, "region")))
                .toList();
        return new ClusterConnection(
                cluster,
                connectionType(entry.path("type").stringValue("")),
                connectionString(entry, "connectionString"),
                connectionString(entry, "srvConnectionString"),
                connectionString(entry, "srvShardOptimizedConnectionString"),
                endpoints);
    }

    private static ClusterConnection.@Nullable Type connectionType(String word) {
        return Stream.of(ClusterConnection.Type.values())
                .filter(type -> type.name().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** Just after a cluster's creation a string may be empty. */
    private static @Nullable String connectionString(JsonNode entry, String field) {
        String text = entry.path(field).stringValue("");
        return text.isEmpty() ? null : text;
    }
}
