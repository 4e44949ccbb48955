package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AtlasTool.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.app.AtlasTool.ToolFailed;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The requests of Terraform's provider {@code mongodbatlas} (August 2026) for private endpoints, in its order, with its
 * own pauses, time-outs and ends. It takes whatever it does not expect for the end of the run.
 */
record TerraformRun(AtlasTool sdk, ProjectId project) {

    /** Its word for 404. */
    private static final String DELETED = "DELETED";

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /**
     * A wait for a state.
     *
     * @param delay before the first look
     * @param pause at least, between two
     * @param patience until it gives up
     */
    private record Wait(Duration delay, Duration pause, Duration patience, Set<String> pending, Set<String> target) {

        static final Wait SERVICE_CREATED = new Wait(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Set.of("INITIATING", "DELETING"),
                Set.of("WAITING_FOR_USER", "FAILED", DELETED, "AVAILABLE"));
        static final Wait SERVICE_REMOVED = new Wait(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Set.of("DELETING"),
                Set.of(DELETED, "FAILED"));
        static final Wait ENDPOINT_CREATED = new Wait(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofHours(2),
                Set.of("NONE", "INITIATING", "PENDING_ACCEPTANCE", "PENDING", "DELETING", "VERIFIED"),
                Set.of("AVAILABLE", "REJECTED", DELETED, "FAILED"));
        static final Wait ENDPOINT_REMOVED = new Wait(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofHours(2),
                Set.of("NONE", "PENDING_ACCEPTANCE", "PENDING", "DELETING", "INITIATING"),
                Set.of("REJECTED", DELETED, "FAILED"));
        static final Wait CLUSTERS = new Wait(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofHours(2),
                Set.of("REPEATING", "PENDING"),
                Set.of("IDLE", DELETED));
        static final Wait CLUSTERS_OF_REGIONAL_MODE = new Wait(
                Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofHours(3), CLUSTERS.pending, CLUSTERS.target);

        Wait within(Duration other) {
            return new Wait(delay, pause, other, pending, target);
        }
    }

    private String root() {
        return "/api/atlas/v2/groups/" + project + "/privateEndpoint";
    }

    private String service(Cloud cloud, String id) {
        return root() + "/" + cloud + "/endpointService/" + id;
    }

    private String endpoint(Cloud cloud, String service, String id) {
        return service(cloud, service) + "/endpoint/" + new EndpointId(id).pathSegment();
    }

    /** Resource {@code mongodbatlas_privatelink_endpoint}. */
    String createService(Cloud cloud, String region) {
        String body = "{%s\"providerName\":\"%s\",\"region\":\"%s\"}"
                .formatted(cloud == Cloud.GCP ? "\"portMappingEnabled\":true," : "", cloud, region);
        String id = done(sdk.post(root() + "/endpointService", body)).text("/id");
        await(Wait.SERVICE_CREATED, () -> state(sdk.get(service(cloud, id)), "/status"));
        assertThat(readService(cloud, id)).isPresent();
        return id;
    }

    /** Refresh. It is no longer in Terraform's state if it is empty. */
    Optional<Answer> readService(Cloud cloud, String id) {
        return read(sdk.get(service(cloud, id)));
    }

    /** Data source {@code mongodbatlas_privatelink_endpoints}. */
    JsonNode services(Cloud cloud) {
        JsonNode services =
                done(sdk.get(root() + "/" + cloud + "/endpointService")).json();
        assertThat(services.isArray()).isTrue();
        return services;
    }

    void updateRemoteRegions(String id, String region) {
        done(sdk.patch(
                root() + "/endpointService/" + id,
                "{\"cloudProvider\":\"AWS\",\"supportedRemoteRegions\":[\"" + region + "\"]}"));
        await(Wait.SERVICE_CREATED, () -> state(sdk.get(service(Cloud.AWS, id)), "/status"));
        assertThat(readService(Cloud.AWS, id).orElseThrow().text("/supportedRemoteRegions/0"))
                .isEqualTo(region);
    }

    /** Resource {@code mongodbatlas_privatelink_endpoint_service}. */
    void createEndpoint(Cloud cloud, String service, String id) {
        createEndpoint(cloud, service, id, Wait.ENDPOINT_CREATED.patience);
    }

    /** @param patience {@code timeouts} of the resource */
    void createEndpoint(Cloud cloud, String service, String id, Duration patience) {
        done(sdk.post(service(cloud, service) + "/endpoint", cloud.atlasBody(id)));
        try {
            await(Wait.ENDPOINT_CREATED.within(patience), () -> endpointState(cloud, service, id));
        } catch (TimedOut e) {
            done(sdk.delete(endpoint(cloud, service, id)));
            throw e;
        }
        awaitClusters(Wait.CLUSTERS);
        assertThat(readEndpoint(cloud, service, id)).isPresent();
    }

    /** Refresh, and import. It is no longer in Terraform's state if it is empty. */
    Optional<Answer> readEndpoint(Cloud cloud, String service, String id) {
        Optional<Answer> shown = read(sdk.get(endpoint(cloud, service, id)));
        shown.map(Answer::json).ifPresent(fields -> {
            switch (cloud) {
                case AWS ->
                    assertThat(fields.propertyNames())
                            .contains("deleteRequested", "connectionStatus", "interfaceEndpointId");
                case AZURE ->
                    assertThat(fields.propertyNames())
                            .contains(
                                    "status",
                                    "privateEndpointIPAddress",
                                    "privateEndpointConnectionName",
                                    "privateEndpointResourceId");
                case GCP -> {
                    assertThat(fields.at("/portMappingEnabled").asBoolean()).isTrue();
                    assertThat(fields.at("/endpoints")).hasSize(1);
                    assertThat(fields.at("/endpoints/0").propertyNames()).contains("status", "ipAddress");
                }
            }
        });
        return shown;
    }

    void destroyEndpoint(Cloud cloud, String service, String id) {
        done(sdk.delete(endpoint(cloud, service, id)));
        await(Wait.ENDPOINT_REMOVED, () -> endpointState(cloud, service, id));
        awaitClusters(Wait.CLUSTERS);
    }

    void destroyService(Cloud cloud, String id) {
        Answer removed = sdk.delete(service(cloud, id));
        if (removed.status() == 404) {
            return;
        }
        done(removed);
        await(Wait.SERVICE_REMOVED, () -> state(sdk.get(service(cloud, id)), "/status"));
    }

    /** The id of a service, which an import takes from the older client. */
    String importService(Cloud cloud, String id) {
        return done(sdk.speaking(AtlasTool.V1).get(service(cloud, id).replace("/v2/", "/v1.0/")))
                .text("/id");
    }

    /** Resource {@code mongodbatlas_private_endpoint_regional_mode}. */
    void setRegionalMode(boolean enabled) {
        Answer changed = sdk.patch(root() + "/regionalMode", "{\"enabled\":" + enabled + "}");
        if (changed.status() == 404) {
            return;
        }
        done(changed);
        awaitClusters(Wait.CLUSTERS_OF_REGIONAL_MODE);
        assertThat(done(sdk.get(root() + "/regionalMode")).json().at("/enabled").asBoolean())
                .isEqualTo(enabled);
    }

    private void awaitClusters(Wait wait) {
        await(wait, () -> {
            Answer page = done(sdk.speaking(AtlasTool.CLUSTERS)
                    .get("/api/atlas/v2/groups/" + project + "/clusters?includeCount=true"
                            + "&includeDeletedWithRetainedBackups=false&itemsPerPage=100&pageNum=1"));
            return page.results("stateName").stream().allMatch("IDLE"::equals) ? "IDLE" : "PENDING";
        });
    }

    private String endpointState(Cloud cloud, String service, String id) {
        return state(sdk.get(endpoint(cloud, service, id)), cloud == Cloud.AWS ? "/connectionStatus" : "/status");
    }

    private static String state(Answer answer, String field) {
        return answer.status() == 404 ? DELETED : done(answer).text(field);
    }

    private static Optional<Answer> read(Answer answer) {
        if (answer.status() == 404) {
            return Optional.empty();
        }
        String error = done(answer).json().path("errorMessage").asString("");
        if (!error.isEmpty()) {
            throw new ToolFailed("it is in a failed state: " + error);
        }
        return Optional.of(answer);
    }

    /** Each pause is twice the last one, but at least the least one, and if that allows it at most ten seconds. */
    private void await(Wait wait, Supplier<String> look) {
        sdk.pause(wait.delay());
        Duration waited = wait.delay();
        Duration pause = Duration.ofMillis(100);
        while (true) {
            String state = look.get();
            if (wait.target().contains(state)) {
                return;
            }
            if (!wait.pending().contains(state)) {
                throw new ToolFailed("unexpected state '" + state + "', wanted target " + wait.target());
            }
            pause = pause.multipliedBy(2);
            if (pause.compareTo(wait.pause()) < 0) {
                pause = wait.pause();
            } else if (pause.compareTo(LONGEST_PAUSE) > 0) {
                pause = LONGEST_PAUSE;
            }
            waited = waited.plus(pause);
            if (waited.compareTo(wait.patience()) > 0) {
                throw new TimedOut(state);
            }
            sdk.pause(pause);
        }
    }

    /** A wait that was too long. What was to be created is removed then. */
    static final class TimedOut extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TimedOut(String state) {
            super("timeout while waiting for state (last state: " + state + ")");
        }
    }
}
