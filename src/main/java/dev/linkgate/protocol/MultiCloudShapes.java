package dev.linkgate.protocol;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The objects of the multi-cloud API: fields in alphabetical order, {@code null} where there is no value yet. */
final class MultiCloudShapes {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MultiCloudShapes() {}

    static ObjectNode link(AtlasLink link) {
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

    static ObjectNode endpoint(AtlasEndpoint endpoint) {
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
