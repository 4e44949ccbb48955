package dev.linkgate.cli;

import tools.jackson.databind.JsonNode;

/** How far a resource is. */
enum State {
    WORKING,
    SETTLED,
    FAILED;

    static State ofEndpoint(JsonNode endpoint) {
        if (endpoint.path("failed").asBoolean(false)) {
            return FAILED;
        }
        return endpoint.path("connectionStatus").asString("").equals("AVAILABLE") ? SETTLED : WORKING;
    }

    static State ofLink(JsonNode link) {
        return switch (link.path("status").asString("")) {
            case "AVAILABLE" -> SETTLED;
            case "FAILED" -> FAILED;
            default -> WORKING;
        };
    }

    static State ofOperation(JsonNode operation) {
        return switch (operation.path("state").asString("")) {
            case "SUCCEEDED" -> SETTLED;
            case "FAILED" -> FAILED;
            default -> WORKING;
        };
    }
}
