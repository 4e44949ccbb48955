package dev.linkgate.sandbox.dialect;

import dev.linkgate.sandbox.state.EndpointState;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.LinkState;
import dev.linkgate.sandbox.state.SimulatedNewEndpoint;
import dev.linkgate.sandbox.state.SimulatedProvider;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The objects of the multi-cloud dialect: fields in alphabetical order, {@code null} where there is no value yet. */
final class MultiCloudShapes {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final boolean placed;

    /** @param placed whether AWS objects contain their provider and region */
    MultiCloudShapes(boolean placed) {
        this.placed = placed;
    }

    ObjectNode link(LinkState link) {
        ObjectNode node = JSON.objectNode();
        boolean told = placed || link.provider() != SimulatedProvider.AWS;
        if (told) {
            node.put("cloudProvider", link.provider().name());
        }
        switch (link.provider()) {
            case AWS -> {
                node.put("endpointServiceName", Names.awsService(link));
                node.put("errorMessage", link.errorMessage());
                node.put("id", link.id());
                node.set("interfaceEndpoints", SimulatedDialect.array(link.endpoints()));
            }
            case AZURE -> {
                node.put("errorMessage", link.errorMessage());
                node.put("id", link.id());
                node.set("privateEndpoints", SimulatedDialect.array(link.endpoints()));
                node.put("privateLinkServiceName", Names.azureService(link));
                node.put("privateLinkServiceResourceId", Names.azureServiceResource(link));
            }
            case GCP -> {
                node.set("endpointGroupNames", SimulatedDialect.array(link.endpoints()));
                node.put("errorMessage", link.errorMessage());
                node.put("id", link.id());
                node.put("portMappingEnabled", link.portMapping());
            }
        }
        if (told) {
            node.put("regionName", link.region());
        }
        if (link.provider() == SimulatedProvider.GCP) {
            node.set("serviceAttachmentNames", SimulatedDialect.array(Names.gcpAttachments(link)));
        }
        node.put("status", link.status().name());
        if (placed && link.provider() == SimulatedProvider.AWS) {
            List<String> remote = link.remoteRegions();
            node.set("supportedRemoteRegions", remote == null ? JSON.nullNode() : SimulatedDialect.array(remote));
        }
        return node;
    }

    ObjectNode endpoint(EndpointState endpoint) {
        SimulatedNewEndpoint asked = endpoint.asked();
        String status = endpoint.status().word(asked.provider());
        ObjectNode node = JSON.objectNode();
        if (placed || asked.provider() != SimulatedProvider.AWS) {
            node.put("cloudProvider", asked.provider().name());
        }
        switch (asked) {
            case SimulatedNewEndpoint.Aws aws -> {
                node.put("connectionStatus", status);
                node.put("deleteRequested", endpoint.deleteRequested());
                node.put("errorMessage", endpoint.errorMessage());
                node.put("interfaceEndpointId", aws.id());
            }
            case SimulatedNewEndpoint.Azure azure -> {
                boolean connected = endpoint.status() == EndpointStatus.AVAILABLE;
                String connection = azure.id().substring(azure.id().lastIndexOf('/') + 1) + ".connection";
                node.put("deleteRequested", endpoint.deleteRequested());
                node.put("errorMessage", endpoint.errorMessage());
                node.put("privateEndpointConnectionName", connected ? connection : null);
                node.put("privateEndpointIPAddress", azure.privateEndpointIPAddress());
                node.put("privateEndpointResourceId", azure.id());
                node.put("status", status);
            }
            case SimulatedNewEndpoint.Gcp gcp -> {
                node.put("deleteRequested", endpoint.deleteRequested());
                node.put("endpointGroupName", gcp.id());
                ArrayNode rules = node.putArray("endpoints");
                for (SimulatedNewEndpoint.ForwardingRule rule : gcp.endpoints()) {
                    rules.addObject()
                            .put("endpointName", rule.endpointName())
                            .put("ipAddress", rule.ipAddress())
                            .put("status", endpoint.status().word(SimulatedProvider.AZURE));
                }
                node.put("errorMessage", endpoint.errorMessage());
                node.put("gcpProjectId", gcp.gcpProjectId());
                node.put("portMappingEnabled", endpoint.portMapped());
                node.put("status", status);
            }
        }
        return node;
    }
}
