package dev.linkgate.sandbox.resources;

import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.FederationOperation;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.sandbox.http.Reply;
import dev.linkgate.sandbox.state.Fate;
import dev.linkgate.sandbox.state.FederationList;
import dev.linkgate.sandbox.state.Inventory;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoints of Data Federation and Online Archive, {@code groups/{project}/privateNetworkSettings/endpointIds}. No
 * recording of them exists; the shapes are those of Atlas's specification.
 */
public final class FederationResources {

    private final Inventory inventory;
    private final FederationList endpoints;

    public FederationResources(Inventory inventory, FederationList endpoints) {
        this.inventory = inventory;
        this.endpoints = endpoints;
    }

    /**
     * Carries out an operation.
     *
     * @param fate the final state of an endpoint that this adds
     * @throws RequestRefused if Atlas would refuse it
     */
    public Reply answer(Inbound request, FederationOperation operation, Fate fate) {
        String project = operation.project();
        if (!inventory.projects().contains(project)) {
            throw Refusal.GROUP_NOT_FOUND.of(project);
        }
        return switch (operation) {
            case FederationOperation.ListEntries list -> {
                List<AtlasFederationEndpoint> all = endpoints.of(project);
                AtlasPage page = AtlasPage.of(request, GeneralResources.ORIGIN);
                yield reply(200, page.show(all, AtlasFederationEndpoint::body));
            }
            case FederationOperation.GetEntry get ->
                reply(
                        200,
                        endpoints
                                .find(project, get.endpoint())
                                .orElseThrow(() -> Refusal.FEDERATION_ENDPOINT_NOT_FOUND.of(get.endpoint(), project))
                                .body());
            case FederationOperation.AddEntry add -> {
                endpoints.add(project, add.asked(), fate);
                List<AtlasFederationEndpoint> all = endpoints.of(project);
                AtlasPage page = AtlasPage.whole(request, GeneralResources.ORIGIN, all.size());
                yield reply(201, page.show(all, AtlasFederationEndpoint::body));
            }
            case FederationOperation.RemoveEntry remove -> {
                endpoints.remove(project, remove.endpoint());
                yield new Reply(204, Map.of(), "");
            }
        };
    }

    private static Reply reply(int status, ObjectNode body) {
        return Reply.of(status, ApiVersion.V2023_01_01.contentType(), body.toString());
    }
}
