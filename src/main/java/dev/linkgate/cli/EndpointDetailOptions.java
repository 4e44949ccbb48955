package dev.linkgate.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The properties of an endpoint that depend on its cloud. The gateway checks which ones belong to it. */
final class EndpointDetailOptions {

    @Option(names = "--ip", paramLabel = "IPV4", description = "Azure: the private endpoint's address")
    private @Nullable String ip;

    @Option(names = "--gcp-project", paramLabel = "ID", description = "GCP: your own GCP project")
    private @Nullable String gcpProject;

    @Option(
            names = "--rule",
            paramLabel = "NAME=IPV4",
            hideParamSyntax = true,
            description = "GCP: a forwarding rule and its address; repeatable")
    private @Nullable Map<String, String> rules;

    boolean areGiven() {
        return ip != null || gcpProject != null || rules != null;
    }

    /** @return the body of a request, now with those that are given */
    ObjectNode addTo(ObjectNode body) {
        if (ip != null) {
            body.put("privateEndpointIPAddress", ip);
        }
        if (gcpProject != null) {
            body.put("gcpProjectId", gcpProject);
        }
        if (rules != null) {
            ArrayNode endpoints = body.putArray("endpoints");
            rules.forEach((name, address) ->
                    endpoints.addObject().put("endpointName", name).put("ipAddress", address));
        }
        return body;
    }
}
