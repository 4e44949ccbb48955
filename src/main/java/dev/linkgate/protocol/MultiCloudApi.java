package dev.linkgate.protocol;

import dev.linkgate.kernel.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The resources of v2, {@code privateEndpoint/{provider}/endpointService/{id}/endpoint/{id}}, which v1.0 has too. Their
 * objects have fields in alphabetical order, {@code null} where there is no value yet.
 */
public final class MultiCloudApi implements AtlasApi {

    private static final String SERVICE = "endpointService";
    private static final String ENDPOINT = "endpoint";
    private static final String REGIONAL_MODE = "regionalMode";
    private static final Pattern AWS_ID = Pattern.compile("vpce-([0-9a-f]{17}|[0-9a-f]{8})");
    static final Pattern AZURE_ID = Pattern.compile(
            "/subscriptions/[-0-9a-fA-F]{36}/resourceGroups/[-\\w._()]+/providers/Microsoft\\.Network"
                    + "/privateEndpoints/[-\\w._()]+",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern GCP_NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    /** Atlas's specification has no pattern for the names of endpoint groups. */
    private static final Pattern GCP_GROUP = Pattern.compile("[^/\\p{Cntrl}]{1,255}");

    static final Pattern IP_ADDRESS = Pattern.compile(
            "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}|([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}");
    private static final int MAX_REMOTE_REGIONS = 35;
    private static final String REMOTE_REGIONS = "supportedRemoteRegions";

    private final boolean versioned;

    private MultiCloudApi(boolean versioned) {
        this.versioned = versioned;
    }

    /**
     * The API under {@code /api/atlas/v2}. It requires a version in {@code Accept}, as old as the resources or newer.
     */
    public static MultiCloudApi v2() {
        return new MultiCloudApi(true);
    }

    /** The API under {@code /api/atlas/v1.0}: the resources without versions, as plain JSON. */
    public static MultiCloudApi v1() {
        return new MultiCloudApi(false);
    }

    /** Whether a path after {@code privateEndpoint} can only belong to this API. */
    public static boolean has(List<String> path) {
        return !path.isEmpty()
                && (path.get(0).equals(SERVICE)
                        || path.get(0).equals(REGIONAL_MODE)
                        || named(path.get(0)).isPresent());
    }

    @Override
    public PrivateEndpointOperation parse(Inbound request, String project, List<String> path) {
        if (versioned) {
            ApiVersion.V2023_01_01.check(request);
        }
        if (path.equals(List.of(SERVICE))) {
            return create(request, project);
        }
        if (path.size() == 2 && path.get(0).equals(SERVICE)) {
            return update(request, project, AtlasApi.linkId(request, path.get(1)));
        }
        if (path.equals(List.of(REGIONAL_MODE))) {
            return regionalMode(request, project);
        }
        if (path.size() < 2
                || path.size() > 5
                || !path.get(1).equals(SERVICE)
                || (path.size() > 3 && !path.get(3).equals(ENDPOINT))) {
            throw request.nothingThere();
        }
        Provider provider = provider(path.get(0));
        if (path.size() == 2) {
            only("GET", request);
            return new PrivateEndpointOperation.ListLinks(project, provider);
        }
        String link = AtlasApi.linkId(request, path.get(2));
        return switch (path.size()) {
            case 3 -> AtlasApi.onLink(request, project, provider, link);
            case 4 -> add(request, project, provider, link);
            default -> onEndpoint(request, project, provider, link, path.get(4));
        };
    }

    private static PrivateEndpointOperation create(Inbound request, String project) {
        only("POST", request);
        JsonBody body = JsonBody.of(request, Set.of("providerName", "region", "portMappingEnabled", REMOTE_REGIONS));
        Provider provider = provider(body.text("providerName"));
        boolean portMapping = body.flag("portMappingEnabled", false);
        List<String> remoteRegions = remoteRegions(body);
        if (portMapping && provider != Provider.GCP) {
            throw Refusal.INVALID_ATTRIBUTE.of("portMappingEnabled");
        }
        if (remoteRegions != null && !remoteRegions.isEmpty() && provider != Provider.AWS) {
            throw Refusal.PROVIDER_UNSUPPORTED.of(provider.name(), REMOTE_REGIONS);
        }
        return new PrivateEndpointOperation.CreateLink(
                project, provider, body.text("region"), portMapping, remoteRegions);
    }

    private static PrivateEndpointOperation update(Inbound request, String project, String link) {
        only("PATCH", request);
        JsonBody body = JsonBody.of(request, Set.of("cloudProvider", REMOTE_REGIONS));
        String provider = body.text("cloudProvider");
        if (!provider.equals(Provider.AWS.name())) {
            throw Refusal.INVALID_ENUM_VALUE.of(provider);
        }
        List<String> regions =
                body.has(REMOTE_REGIONS) ? Objects.requireNonNullElse(remoteRegions(body), List.<String>of()) : null;
        return new PrivateEndpointOperation.UpdateLink(project, link, regions);
    }

    private static @Nullable List<String> remoteRegions(JsonBody body) {
        List<String> given = body.texts(REMOTE_REGIONS);
        if (given != null && given.size() > MAX_REMOTE_REGIONS) {
            throw Refusal.INVALID_ATTRIBUTE.of(REMOTE_REGIONS);
        }
        return given;
    }

    private static PrivateEndpointOperation regionalMode(Inbound request, String project) {
        return switch (request.method()) {
            case "GET" -> new PrivateEndpointOperation.GetRegionalMode(project);
            case "PATCH" ->
                new PrivateEndpointOperation.SetRegionalMode(
                        project, JsonBody.of(request, Set.of("enabled")).flag("enabled"));
            default -> throw request.methodNotAllowed();
        };
    }

    private static PrivateEndpointOperation add(Inbound request, String project, Provider provider, String link) {
        only("POST", request);
        NewAtlasEndpoint asked = switch (provider) {
            case AWS -> {
                JsonBody body = JsonBody.of(request, Set.of("cloudProvider", "id"));
                yield new NewAtlasEndpoint.Aws(matching(AWS_ID, "id", body));
            }
            case AZURE -> {
                JsonBody body = JsonBody.of(request, Set.of("cloudProvider", "id", "privateEndpointIPAddress"));
                yield new NewAtlasEndpoint.Azure(
                        matching(AZURE_ID, "id", body), matching(IP_ADDRESS, "privateEndpointIPAddress", body));
            }
            case GCP ->
                gcp(JsonBody.of(request, Set.of("cloudProvider", "endpointGroupName", "gcpProjectId", "endpoints")));
        };
        return new PrivateEndpointOperation.AddEndpoint(project, link, asked);
    }

    private static NewAtlasEndpoint gcp(JsonBody body) {
        List<NewAtlasEndpoint.ForwardingRule> rules =
                body.objects("endpoints", Set.of("endpointName", "ipAddress")).stream()
                        .map(rule -> new NewAtlasEndpoint.ForwardingRule(
                                matching(GCP_NAME, "endpointName", rule), matching(IP_ADDRESS, "ipAddress", rule)))
                        .toList();
        if (rules.isEmpty()) {
            throw Refusal.INVALID_ATTRIBUTE.of("endpoints");
        }
        return new NewAtlasEndpoint.Gcp(
                matching(GCP_GROUP, "endpointGroupName", body), body.text("gcpProjectId"), rules);
    }

    private static PrivateEndpointOperation onEndpoint(
            Inbound request, String project, Provider provider, String link, String id) {
        Pattern form = switch (provider) {
            case AWS -> AWS_ID;
            case AZURE -> AZURE_ID;
            case GCP -> GCP_GROUP;
        };
        if (!form.matcher(id).matches()) {
            throw Refusal.PATH_PARAM_PARSE_ERROR.of(request.path());
        }
        return AtlasApi.onEndpoint(request, project, provider, link, id);
    }

    /** @throws RequestRefused if the text is absent or has another form */
    static String matching(Pattern form, String field, JsonBody body) {
        String text = body.text(field);
        if (!form.matcher(text).matches()) {
            throw Refusal.INVALID_ATTRIBUTE.of(field);
        }
        return text;
    }

    private static Provider provider(String name) {
        return named(name).orElseThrow(() -> Refusal.INVALID_PROVIDER.of(name));
    }

    /** The provider of exactly this name. */
    private static Optional<Provider> named(String name) {
        return Arrays.stream(Provider.values())
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }

    private static void only(String method, Inbound request) {
        if (!request.method().equals(method)) {
            throw request.methodNotAllowed();
        }
    }

    @Override
    public String contentType() {
        return versioned ? ApiVersion.V2023_01_01.contentType() : "application/json";
    }

    @Override
    public Refusal.Generation generation() {
        return Refusal.Generation.MULTI_CLOUD;
    }

    @Override
    public ObjectNode link(AtlasLink link) {
        ObjectNode node = JSON.objectNode();
        node.put("cloudProvider", link.details().provider().name());
        switch (link.details()) {
            case AtlasLink.Aws aws -> {
                node.put("endpointServiceName", aws.endpointServiceName());
                node.put("errorMessage", link.errorMessage());
                node.put("id", link.id());
                node.set("interfaceEndpoints", AtlasApi.array(link.endpoints()));
            }
            case AtlasLink.Azure azure -> {
                node.put("errorMessage", link.errorMessage());
                node.put("id", link.id());
                node.set("privateEndpoints", AtlasApi.array(link.endpoints()));
                node.put("privateLinkServiceName", azure.privateLinkServiceName());
                node.put("privateLinkServiceResourceId", azure.privateLinkServiceResourceId());
            }
            case AtlasLink.Gcp gcp -> {
                node.set("endpointGroupNames", AtlasApi.array(link.endpoints()));
                node.put("errorMessage", link.errorMessage());
                node.put("id", link.id());
                node.put("portMappingEnabled", gcp.portMappingEnabled());
            }
        }
        if (link.region() != null) {
            node.put("regionName", link.region());
        }
        if (link.details() instanceof AtlasLink.Gcp gcp) {
            node.set("serviceAttachmentNames", AtlasApi.array(gcp.serviceAttachmentNames()));
        }
        node.put("status", link.status());
        if (link.details() instanceof AtlasLink.Aws aws) {
            List<String> remote = aws.supportedRemoteRegions();
            node.set("supportedRemoteRegions", remote == null ? JSON.nullNode() : AtlasApi.array(remote));
        }
        return node;
    }

    @Override
    public ObjectNode endpoint(AtlasEndpoint endpoint) {
        ObjectNode node = JSON.objectNode();
        node.put("cloudProvider", endpoint.details().provider().name());
        switch (endpoint.details()) {
            case AtlasEndpoint.Aws aws -> {
                node.put("connectionStatus", endpoint.status());
                node.put("deleteRequested", endpoint.deleteRequested());
                node.put("errorMessage", endpoint.errorMessage());
                node.put("interfaceEndpointId", endpoint.id());
            }
            case AtlasEndpoint.Azure azure -> {
                node.put("deleteRequested", endpoint.deleteRequested());
                node.put("errorMessage", endpoint.errorMessage());
                node.put("privateEndpointConnectionName", azure.privateEndpointConnectionName());
                node.put("privateEndpointIPAddress", azure.privateEndpointIPAddress());
                node.put("privateEndpointResourceId", endpoint.id());
                node.put("status", endpoint.status());
            }
            case AtlasEndpoint.Gcp gcp -> {
                node.put("deleteRequested", endpoint.deleteRequested());
                node.put("endpointGroupName", endpoint.id());
                ArrayNode rules = node.putArray("endpoints");
                for (AtlasEndpoint.ForwardingRule rule : gcp.endpoints()) {
                    rules.addObject()
                            .put("endpointName", rule.endpointName())
                            .put("ipAddress", rule.ipAddress())
                            .put("status", rule.status());
                }
                node.put("errorMessage", endpoint.errorMessage());
                node.put("gcpProjectId", gcp.gcpProjectId());
                node.put("portMappingEnabled", gcp.portMappingEnabled());
                node.put("status", endpoint.status());
            }
        }
        return node;
    }
}
