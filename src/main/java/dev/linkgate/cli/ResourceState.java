package dev.linkgate.cli;

import tools.jackson.databind.JsonNode;

/** How far a resource is. */
enum ResourceState {
    WORKING,
    SETTLED,
    FAILED;

    static ResourceState ofEndpoint(JsonNode endpoint) {
        if (endpoint.path("failed").asBoolean(false)) {
            return FAILED;
        }
        return endpoint.path("connectionStatus").asString("").equals("AVAILABLE") ? SETTLED : WORKING;
    }

    static ResourceState ofLink(JsonNode link) {
        return switch (link.path("status").asString("")) {
            case "AVAILABLE" -> SETTLED;
            case "FAILED" -> FAILED;
            default -> WORKING;
        };
    }

    static ResourceState ofAccessRequest(JsonNode request) {
        return switch (request.path("state").asString("")) {
            case "PENDING" -> WORKING;
            case "APPROVED", "USED" -> SETTLED;
            default -> FAILED;
        };
    }

    static ResourceState ofOperation(JsonNode operation) {
        return switch (operation.path("state").asString("")) {
            case "SUCCEEDED" -> SETTLED;
            case "FAILED" -> FAILED;
            default -> WORKING;
        };
    }
}
