package dev.linkgate.gateway.atlas;

import dev.linkgate.gateway.channel.AtlasResponse;
import dev.linkgate.gateway.link.ClusterConnection;
import dev.linkgate.gateway.link.ConnectionStatus;
import dev.linkgate.gateway.link.Endpoint;
import dev.linkgate.gateway.link.EndpointDetails;
import dev.linkgate.gateway.link.Link;
import dev.linkgate.gateway.link.LinkDetails;
import dev.linkgate.gateway.link.LinkStatus;
import dev.linkgate.gateway.link.RegionalMode;
import dev.linkgate.gateway.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads the bodies of Atlas's answers. Unknown fields and fields without a value are skipped and unknown words kept,
 * because Atlas adds both without notice. A body with a field of another type, or with more entries than Atlas can
 * have, is invalid.
 */
final class AtlasBodies {

    private static final Logger log = LoggerFactory.getLogger(AtlasBodies.class);

    /** The maximum of a project: Atlas makes one for each region of a provider, and there are some thirty regions. */
    static final int MAX_LINKS = 200;

    /** The maximum of a link: each is read separately, and a link has about a hundred at most. */
    static final int MAX_ENDPOINTS = 1_000;

    /** The maximum length in characters: three nodes of each of 50 shards, with names of 50 characters. */
    static final int MAX_CONNECTION_STRING = 8_000;

    /** Without user and password, which would stand before an {@code @}. */
    private static final Pattern CONNECTION_STRING = Pattern.compile("mongodb(?:\\+srv)?://[!-?A-~]+");

    private static final List<String> STRINGS =
            List.of("connectionString", "srvConnectionString", "srvShardOptimizedConnectionString");

    private AtlasBodies() {}

    /** The links to a cloud; nothing if the body is not a list of links. */
    static Optional<List<Link>> links(AtlasResponse response, Provider provider) {
        JsonNode body = response.json();
        if (!body.isArray() || body.size() > MAX_LINKS) {
            return Optional.empty();
        }
        List<Link> links = body.valueStream()
                .map(link -> link(response, link, provider))
                .flatMap(Optional::stream)
                .toList();
        return links.size() == body.size() ? Optional.of(links) : Optional.empty();
    }

    /** A link to a cloud; nothing if the body is not a link. */
    static Optional<Link> link(AtlasResponse response, Provider provider) {
        return link(response, response.json(), provider);
    }

    /** An endpoint of a cloud; nothing if the body is not an endpoint. */
    static Optional<Endpoint> endpoint(AtlasResponse response, Provider provider) {
        JsonNode body = response.json();
        String statusField = provider == Provider.AWS ? "connectionStatus" : "status";
        String id = body.path(idField(provider)).stringValue(null);
        String word = body.path(statusField).stringValue(null);
        JsonNode deleteRequested = body.path("deleteRequested");
        if (id == null
                || !EndpointId.matches(id)
                || response.repeatsSecret(id)
                || word == null
                || !(isNothing(deleteRequested) || deleteRequested.isBoolean())
                || !isTextOrNothing(body, "errorMessage")) {
            return Optional.empty();
        }
        EndpointId endpoint = new EndpointId(id);
        if (endpoint.provider() != provider) {
            return Optional.empty();
        }
        ConnectionStatus status = ConnectionStatus.ofAtlas(word);
        return endpointDetails(response, body, provider)
                .map(details -> new Endpoint(
                        endpoint,
                        status,
                        word.equals(status.name()) ? null : response.text(body, statusField),
                        deleteRequested.booleanValue(false),
                        response.text(body, "errorMessage"),
                        details));
    }

    /** Nothing if the body is not a regional mode. */
    static Optional<RegionalMode> regionalMode(AtlasResponse response) {
        JsonNode enabled = response.json().path("enabled");
        return enabled.isBoolean() ? Optional.of(new RegionalMode(enabled.booleanValue())) : Optional.empty();
    }

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
        List<ClusterConnection> connections = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            JsonNode cluster = clusters.get(i);
            String name = Objects.requireNonNullElse(
                    response.text(cluster, "name"), ClusterPages.place((number - 1) * size + i + 1));
            connections(response, cluster).ifPresentOrElse(connections::addAll, () -> unread.add(name));
        }
        return Optional.of(new ClusterPages.Page(clusters.size(), connections, unread));
    }

    /** The connections of a cluster. Without private endpoints the list is absent or empty. */
    private static Optional<List<ClusterConnection>> connections(AtlasResponse response, JsonNode cluster) {
        String name = response.text(cluster, "name");
        JsonNode strings = cluster.path("connectionStrings");
        JsonNode entries = strings.path("privateEndpoint");
        if (name == null
                || !(isNothing(strings) || strings.isObject())
                || !(isNothing(entries) || entries.isArray())
                || !entries.valueStream().allMatch(entry -> isConnection(response, entry))) {
            return Optional.empty();
        }
        return Optional.of(entries.valueStream()
                .map(entry -> connection(name, entry))
                .filter(connection -> connection.connectionString() != null || connection.srvConnectionString() != null)
                .toList());
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

    private static ClusterConnection connection(String cluster, JsonNode entry) {
        Set<EndpointId> endpoints = entry.path("endpoints")
                .valueStream()
                .map(endpoint -> endpoint.path("endpointId").stringValue(""))
                .filter(EndpointId::matches)
                .map(EndpointId::new)
                .collect(Collectors.toUnmodifiableSet());
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

    private static String idField(Provider provider) {
        return switch (provider) {
            case AWS -> "interfaceEndpointId";
            case AZURE -> "privateEndpointResourceId";
            case GCP -> "endpointGroupName";
        };
    }

    private static Optional<EndpointDetails> endpointDetails(AtlasResponse response, JsonNode body, Provider provider) {
        return switch (provider) {
            case AWS -> Optional.of(EndpointDetails.AWS);
            case AZURE ->
                isTextOrNothing(body, "privateEndpointIPAddress", "privateEndpointConnectionName")
                        ? Optional.of(new EndpointDetails.Azure(
                                response.text(body, "privateEndpointIPAddress"),
                                response.text(body, "privateEndpointConnectionName")))
                        : Optional.empty();
            case GCP ->
                isTextOrNothing(body, "gcpProjectId")
                        ? forwardingRules(response, body.path("endpoints"))
                                .map(rules -> new EndpointDetails.Gcp(response.text(body, "gcpProjectId"), rules))
                        : Optional.empty();
        };
    }

    private static Optional<List<EndpointDetails.ForwardingRule>> forwardingRules(
            AtlasResponse response, JsonNode rules) {
        if (isNothing(rules)) {
            return Optional.of(List.of());
        }
        boolean valid = rules.isArray()
                && rules.size() <= MAX_ENDPOINTS
                && rules.valueStream()
                        .allMatch(rule -> rule.path("endpointName").isString()
                                && rule.path("ipAddress").isString()
                                && isTextOrNothing(rule, "status"));
        return valid
                ? Optional.of(rules.valueStream()
                        .map(rule -> new EndpointDetails.ForwardingRule(
                                String.valueOf(response.text(rule, "endpointName")),
                                String.valueOf(response.text(rule, "ipAddress")),
                                response.text(rule, "status")))
                        .toList())
                : Optional.empty();
    }

    private static Optional<Link> link(AtlasResponse response, JsonNode body, Provider provider) {
        String id = body.path("id").stringValue(null);
        String word = body.path("status").stringValue(null);
        JsonNode endpoints = body.path(endpointsField(provider));
        if (id == null
                || !LinkId.matches(id)
                || word == null
                || !isTextOrNothing(body, "regionName", "errorMessage")
                || !isListOfTextsOrNothing(endpoints)) {
            return Optional.empty();
        }
        LinkStatus status = LinkStatus.ofAtlas(word);
        return linkDetails(response, body, provider)
                .map(details -> new Link(
                        new LinkId(id),
                        response.text(body, "regionName"),
                        status,
                        word.equals(status.name()) ? null : response.text(body, "status"),
                        endpointIds(response, id, endpoints, provider),
                        response.text(body, "errorMessage"),
                        details));
    }

    private static String endpointsField(Provider provider) {
        return switch (provider) {
            case AWS -> "interfaceEndpoints";
            case AZURE -> "privateEndpoints";
            case GCP -> "endpointGroupNames";
        };
    }

    private static Optional<LinkDetails> linkDetails(AtlasResponse response, JsonNode body, Provider provider) {
        return switch (provider) {
            case AWS -> {
                JsonNode regions = body.path("supportedRemoteRegions");
                yield isTextOrNothing(body, "endpointServiceName") && isListOfTextsOrNothing(regions)
                        ? Optional.of(new LinkDetails.Aws(
                                response.text(body, "endpointServiceName"),
                                regions.isMissingNode() ? null : texts(response, regions)))
                        : Optional.empty();
            }
            case AZURE ->
                isTextOrNothing(body, "privateLinkServiceName", "privateLinkServiceResourceId")
                        ? Optional.of(new LinkDetails.Azure(
                                response.text(body, "privateLinkServiceName"),
                                response.text(body, "privateLinkServiceResourceId")))
                        : Optional.empty();
            case GCP -> {
                JsonNode names = body.path("serviceAttachmentNames");
                JsonNode portMapping = body.path("portMappingEnabled");
                yield isListOfTextsOrNothing(names) && (isNothing(portMapping) || portMapping.isBoolean())
                        ? Optional.of(new LinkDetails.Gcp(texts(response, names), portMapping.booleanValue(false)))
                        : Optional.empty();
            }
        };
    }

    /**
     * Atlas accepts any id that begins like one, so a mistyped id in its console must not make the link unreadable.
     * Such an endpoint never connects.
     */
    private static List<EndpointId> endpointIds(
            AtlasResponse response, String link, JsonNode endpoints, Provider provider) {
        List<EndpointId> ids = endpoints
                .valueStream()
                .map(JsonNode::stringValue)
                .filter(id -> EndpointId.matches(id) && !response.repeatsSecret(id))
                .map(EndpointId::new)
                .filter(id -> id.provider() == provider)
                .toList();
        if (ids.size() < endpoints.size()) {
            log.warn(
                    "Link {} has {} endpoints with ids that are not in the form of {}; they are left out",
                    link,
                    endpoints.size() - ids.size(),
                    provider.title());
        }
        return ids;
    }

    private static List<String> texts(AtlasResponse response, JsonNode array) {
        return array.valueStream().map(response::text).toList();
    }

    private static boolean isNothing(@Nullable JsonNode value) {
        return value == null || value.isMissingNode() || value.isNull();
    }

    private static boolean isTextOrNothing(JsonNode object, String... fields) {
        return Stream.of(fields).map(object::path).allMatch(value -> isNothing(value) || value.isString());
    }

    private static boolean isListOfTextsOrNothing(JsonNode value) {
        return isNothing(value)
                || (value.isArray()
                        && value.size() <= MAX_ENDPOINTS
                        && value.valueStream().allMatch(JsonNode::isString));
    }
}
