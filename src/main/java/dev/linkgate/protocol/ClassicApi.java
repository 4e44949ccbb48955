package dev.linkgate.protocol;

import dev.linkgate.kernel.Provider;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The deprecated AWS-only resources of v1.0: {@code privateEndpoint/{id}/interfaceEndpoints/{vpce}}. */
public final class ClassicApi implements AtlasApi {

    private static final Pattern ENDPOINT_ID = Pattern.compile("vpce-[0-9A-Za-z]+");
    private static final String INTERFACES = "interfaceEndpoints";

    @Override
    public PrivateEndpointOperation parse(Inbound request, String project, List<String> path) {
        return switch (path.size()) {
            case 0 -> onLinks(request, project);
            case 1 -> AtlasApi.onLink(request, project, Provider.AWS, AtlasApi.linkId(request, path.get(0)));
            case 2, 3 -> {
                if (!path.get(1).equals(INTERFACES)) {
                    throw request.nothingThere();
                }
                String link = AtlasApi.linkId(request, path.get(0));
                yield path.size() == 2
                        ? onEndpoints(request, project, link)
                        : AtlasApi.onEndpoint(request, project, Provider.AWS, link, endpointId(path.get(2)));
            }
            default -> throw request.nothingThere();
        };
    }

    private static PrivateEndpointOperation onLinks(Inbound request, String project) {
        return switch (request.method()) {
            case "GET" -> new PrivateEndpointOperation.ListLinks(project, Provider.AWS);
            case "POST" -> {
                JsonBody body = JsonBody.of(request, Set.of("providerName", "region"));
                String provider = body.text("providerName");
                if (!provider.equals(Provider.AWS.name())) {
                    throw Refusal.INVALID_PROVIDER.of(provider);
                }
                yield new PrivateEndpointOperation.CreateLink(project, Provider.AWS, body.text("region"), false, null);
            }
            default -> throw request.methodNotAllowed();
        };
    }

    private static PrivateEndpointOperation onEndpoints(Inbound request, String project, String link) {
        if (!request.method().equals("POST")) {
            throw request.methodNotAllowed();
        }
        String id =
                endpointId(JsonBody.of(request, Set.of("interfaceEndpointId")).text("interfaceEndpointId"));
        return new PrivateEndpointOperation.AddEndpoint(project, link, new NewAtlasEndpoint.Aws(id));
    }

    private static String endpointId(String id) {
        if (!ENDPOINT_ID.matcher(id).matches()) {
            throw Refusal.ENDPOINT_ID_MALFORMED.of();
        }
        return id;
    }

    /** The classic API calls a ready link {@code WAITING_FOR_USER}. */
    @Override
    public ObjectNode link(AtlasLink link) {
        String service = link.details() instanceof AtlasLink.Aws aws ? aws.endpointServiceName() : null;
        ObjectNode node = JSON.objectNode();
        node.put("endpointServiceName", service);
        node.put("errorMessage", link.errorMessage());
        node.put("id", link.id());
        node.set(INTERFACES, AtlasApi.array(link.endpoints()));
        return node.put("status", link.status().equals("AVAILABLE") ? "WAITING_FOR_USER" : link.status());
    }

    @Override
    public ObjectNode endpoint(AtlasEndpoint endpoint) {
        return JSON.objectNode()
                .put("connectionStatus", endpoint.status())
                .put("deleteRequested", endpoint.deleteRequested())
                .put("errorMessage", endpoint.errorMessage())
                .put("interfaceEndpointId", endpoint.id());
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public Refusal.Generation generation() {
        return Refusal.Generation.CLASSIC;
    }
}
