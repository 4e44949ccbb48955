package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AtlasTool.done;
import static dev.linkgate.gateway.app.AtlasTool.error;
import static dev.linkgate.gateway.app.AtlasTool.failed;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.app.AtlasTool.ToolFailed;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The requests of the Kubernetes operator (August 2026) for an {@code AtlasPrivateEndpoint} with {@code
 * externalProjectRef}: what it asks and changes in each loop until the resource is ready.
 *
 * @param region of its {@code spec}
 */
record OperatorRun(AtlasTool sdk, ProjectId project, Cloud cloud, String region) {

    /** The only code by which the operator believes that something is not there. */
    private static final String ABSENT = "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND";

    private static final Set<String> FAILED = Set.of("FAILED", "REJECTED");
    private static final Set<String> UNDER_WAY =
            Set.of("INITIATING", "PENDING", "PENDING_ACCEPTANCE", "WAITING_FOR_USER", "VERIFIED", "DELETING");
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int LOOPS = 30;

    /** A service with its endpoints, by their ids. */
    private record Found(JsonNode service, Map<String, JsonNode> endpoints) {

        String id() {
            return service.path("id").asString("");
        }

        String status() {
            return service.path("status").asString("");
        }
    }

    private String root() {
        return "/api/atlas/v2/groups/" + project + "/privateEndpoint";
    }

    private String services() {
        return root() + "/" + cloud + "/endpointService";
    }

    /** Loops until Atlas has the endpoints of the {@code spec} and no others, and all are ready. */
    void applied(Set<String> endpoints) {
        loop(() -> reconcile(endpoints));
    }

    /** Loops until Atlas has no such service. */
    void removed() {
        loop(this::remove);
    }

    /** @throws ToolFailed if Atlas is not as wished after a long time, or something is refused */
    private void loop(Step step) {
        for (int i = 0; i < LOOPS; i++) {
            if (step.isReady()) {
                return;
            }
            sdk.pause(PAUSE);
        }
        throw new ToolFailed("not ready after " + LOOPS + " loops");
    }

    private interface Step {
        boolean isReady();
    }

    private boolean reconcile(Set<String> wanted) {
        done(sdk.get("/api/atlas/v2/groups/" + project));
        Optional<Found> found = find();
        if (found.isEmpty()) {
            String body = "{%s\"providerName\":\"%s\",\"region\":\"%s\"}"
                    .formatted(cloud == Cloud.GCP ? "\"portMappingEnabled\":true," : "", cloud, region);
            done(sdk.post(root() + "/endpointService", body));
            return false;
        }
        Found now = found.get();
        if (FAILED.contains(now.status())) {
            throw new ToolFailed(now.service().path("errorMessage").asString(""));
        }
        if (UNDER_WAY.contains(now.status())) {
            return false;
        }
        boolean ready = true;
        for (String id : wanted) {
            if (!now.endpoints().containsKey(id)) {
                done(sdk.post(services() + "/" + now.id() + "/endpoint", cloud.atlasBody(id)));
                ready = false;
            }
        }
        for (Map.Entry<String, JsonNode> endpoint : now.endpoints().entrySet()) {
            String status = status(endpoint.getValue());
            if (FAILED.contains(status)) {
                throw new ToolFailed(endpoint.getValue().path("errorMessage").asString(""));
            }
            if (UNDER_WAY.contains(status)) {
                ready = false;
            } else if (!wanted.contains(endpoint.getKey())) {
                done(sdk.delete(path(now.id(), endpoint.getKey())));
                ready = false;
            }
        }
        return ready;
    }

    private boolean remove() {
        Optional<Found> found = find();
        if (found.isEmpty()) {
            return true;
        }
        Found now = found.get();
        if (now.endpoints().isEmpty() && !now.status().equals("DELETING")) {
            done(sdk.delete(services() + "/" + now.id()));
        }
        for (Map.Entry<String, JsonNode> endpoint : now.endpoints().entrySet()) {
            if (!status(endpoint.getValue()).equals("DELETING")) {
                done(sdk.delete(path(now.id(), endpoint.getKey())));
            }
        }
        return false;
    }

    /** The service of the region, exactly as the {@code spec} spells it. */
    private Optional<Found> find() {
        for (JsonNode service : done(sdk.get(services())).json()) {
            if (service.path("regionName").asString("").equals(region)) {
                return get(service.path("id").asString(""));
            }
        }
        return Optional.empty();
    }

    private Optional<Found> get(String id) {
        return present(sdk.get(services() + "/" + id)).map(service -> {
            Map<String, JsonNode> endpoints = new HashMap<>();
            for (String endpoint : ids(service)) {
                present(sdk.get(path(id, endpoint))).ifPresent(shown -> endpoints.put(endpoint, shown));
            }
            return new Found(service, endpoints);
        });
    }

    private static Optional<JsonNode> present(Answer answer) {
        if (answer.status() < 300) {
            return Optional.of(answer.json());
        }
        if (error(answer).equals(ABSENT)) {
            return Optional.empty();
        }
        throw failed(answer);
    }

    private static List<String> ids(JsonNode service) {
        List<String> ids = new ArrayList<>();
        for (String field : List.of("interfaceEndpoints", "privateEndpoints", "endpointGroupNames")) {
            service.path(field).forEach(id -> ids.add(id.asString("")));
        }
        return ids;
    }

    private String path(String service, String endpoint) {
        return services() + "/" + service + "/endpoint/" + new EndpointId(endpoint).pathSegment();
    }

    private String status(JsonNode endpoint) {
        return endpoint.path(cloud == Cloud.AWS ? "connectionStatus" : "status").asString("");
    }
}
