package dev.linkgate.sandbox.dialect;

import dev.linkgate.sandbox.http.Inbound;
import dev.linkgate.sandbox.http.Refusal;
import dev.linkgate.sandbox.state.EndpointState;
import dev.linkgate.sandbox.state.LinkState;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import dev.linkgate.sandbox.state.SimulatedNewEndpoint;
import dev.linkgate.sandbox.state.SimulatedOperation;
import dev.linkgate.sandbox.state.SimulatedProvider;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The deprecated AWS-only resources of v1.0: {@code privateEndpoint/{id}/interfaceEndpoints/{vpce}}. */
public final class SimulatedClassicDialect implements SimulatedDialect {

    private static final Pattern ENDPOINT_ID = Pattern.compile("vpce-[0-9A-Za-z]+");
    private static final String INTERFACES = "interfaceEndpoints";

    @Override
    public SimulatedOperation parse(Inbound request, String project, List<String> path) {
        return switch (path.size()) {
            case 0 -> onLinks(request, project);
            case 1 -> onLink(request, project, SimulatedDialect.linkId(request, path.get(0)));
            case 2, 3 -> {
                if (!path.get(1).equals(INTERFACES)) {
                    throw SimulatedDialect.nothingAt(request);
                }
                String link = SimulatedDialect.linkId(request, path.get(0));
                yield path.size() == 2
                        ? onEndpoints(request, project, link)
                        : onEndpoint(request, project, link, endpointId(path.get(2)));
            }
            default -> throw SimulatedDialect.nothingAt(request);
        };
    }

    private static SimulatedOperation onLinks(Inbound request, String project) {
        return switch (request.method()) {
            case "GET" -> new SimulatedOperation.ListLinks(project, SimulatedProvider.AWS);
            case "POST" -> {
                JsonBody body = JsonBody.of(request, Set.of("providerName", "region"));
                String provider = body.text("providerName");
                if (!provider.equals(SimulatedProvider.AWS.name())) {
                    throw Refusal.INVALID_PROVIDER.of(provider);
                }
                String region = Regions.ofAws(body.text("region"));
                yield new SimulatedOperation.CreateLink(project, SimulatedProvider.AWS, region, false, null);
            }
            default -> throw SimulatedDialect.notAllowed(request);
        };
    }

    private static SimulatedOperation onLink(Inbound request, String project, String link) {
        return switch (request.method()) {
            case "GET" -> new SimulatedOperation.GetLink(project, SimulatedProvider.AWS, link);
            case "DELETE" -> new SimulatedOperation.RemoveLink(project, SimulatedProvider.AWS, link);
            default -> throw SimulatedDialect.notAllowed(request);
        };
    }

    private static SimulatedOperation onEndpoints(Inbound request, String project, String link) {
        if (!request.method().equals("POST")) {
            throw SimulatedDialect.notAllowed(request);
        }
        String id =
                endpointId(JsonBody.of(request, Set.of("interfaceEndpointId")).text("interfaceEndpointId"));
        return new SimulatedOperation.AddEndpoint(project, link, new SimulatedNewEndpoint.Aws(id));
    }

    private static SimulatedOperation onEndpoint(Inbound request, String project, String link, String endpoint) {
        return switch (request.method()) {
            case "GET" -> new SimulatedOperation.GetEndpoint(project, SimulatedProvider.AWS, link, endpoint);
            case "DELETE" -> new SimulatedOperation.RemoveEndpoint(project, SimulatedProvider.AWS, link, endpoint);
            default -> throw SimulatedDialect.notAllowed(request);
        };
    }

    private static String endpointId(String id) {
        if (!ENDPOINT_ID.matcher(id).matches()) {
            throw Refusal.ENDPOINT_ID_MALFORMED.of();
        }
        return id;
    }

    @Override
    public ObjectNode link(LinkState link) {
        SimulatedLinkStatus status =
                link.status() == SimulatedLinkStatus.AVAILABLE ? SimulatedLinkStatus.WAITING_FOR_USER : link.status();
        ObjectNode node = JSON.objectNode();
        node.put("endpointServiceName", Names.awsService(link));
        node.put("errorMessage", link.errorMessage());
        node.put("id", link.id());
        node.set(INTERFACES, SimulatedDialect.array(link.endpoints()));
        node.put("status", status.name());
        return node;
    }

    @Override
    public ObjectNode endpoint(EndpointState endpoint) {
        ObjectNode node = JSON.objectNode();
        node.put("connectionStatus", endpoint.status().name());
        node.put("deleteRequested", endpoint.deleteRequested());
        node.put("errorMessage", endpoint.errorMessage());
        node.put("interfaceEndpointId", endpoint.asked().id());
        return node;
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
