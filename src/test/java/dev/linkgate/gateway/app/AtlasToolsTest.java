package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static dev.linkgate.gateway.app.AtlasTool.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.app.AtlasTool.ToolFailed;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.CloudRegion;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.NewCluster;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * What Atlas's own tools send, as their source has it (August 2026), with their own checks and ends. Their pauses pass
 * in Atlas's time.
 */
@AloneWithoutRetries
class AtlasToolsTest {

    private final Gateway gateway = Gateway.aloneWithoutRetries();
    private final Scene scene = Scene.in(gateway);
    private final String root = "/api/atlas/v2/groups/" + scene.project() + "/privateEndpoint";
    private final String classic = "/api/atlas/v1.0/groups/" + scene.project() + "/privateEndpoint";

    /** How the tool shows who it is. */
    enum Way {
        SERVICE_ACCOUNT,
        DIGEST;

        AtlasTool of(NewTeam team) {
            return switch (this) {
                case SERVICE_ACCOUNT -> AtlasTool.withToken(team);
                case DIGEST -> AtlasTool.withDigest(team);
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AWS, SERVICE_ACCOUNT, true",
        "AWS, DIGEST, true",
        "AZURE, SERVICE_ACCOUNT, false",
        "AZURE, DIGEST, true",
        "GCP, SERVICE_ACCOUNT, true",
        "GCP, DIGEST, false"
    })
    void terraformAppliesAndDestroys(Cloud cloud, Way way, boolean linkGoesWithItsLastEndpoint) {
        hasCluster(cloud);
        if (!linkGoesWithItsLastEndpoint) {
            gateway.atlas().keepEmptyLinks(scene.project());
        }
        TerraformRun run = terraform(way, team("owner"));

        String service = run.createService(cloud, ownName(cloud));
        String endpoint = newEndpoint(cloud);
        run.createEndpoint(cloud, service, endpoint);
        assertThat(run.readService(cloud, service))
                .as("plan")
                .hasValueSatisfying(shown -> assertThat(shown.body()).contains(endpoint));
        assertThat(run.readEndpoint(cloud, service, endpoint)).as("plan").isPresent();
        assertThat(run.services(cloud).findValuesAsString("id")).contains(service);
        run.destroyEndpoint(cloud, service, endpoint);
        run.destroyService(cloud, service);

        assertThat(run.readEndpoint(cloud, service, endpoint)).isEmpty();
        assertThat(run.readService(cloud, service)).isEmpty();
        assertThat(actions())
                .containsSubsequence(
                        "link.create", "link.get", "endpoint.add", "endpoint.get", "endpoint.remove", "link.remove");
    }

    @Test
    void terraformAsksForOneTokenAndRevokesItAtTheEnd() {
        NewTeam team = team("owner");
        String token = OAuthClient.of(team).token();
        TerraformRun run = new TerraformRun(AtlasTool.withToken(gateway, token), scene.project());
        run.createService(Cloud.AWS, "eu-west-1");

        assertThat(OAuthClient.of(team).revoke(token)).isOk();

        assertThatThrownBy(() -> run.services(Cloud.AWS))
                .isInstanceOf(ToolFailed.class)
                .hasMessageContaining("HTTP 401 UNEXPECTED_ERROR");
    }

    @ParameterizedTest
    @EnumSource
    void terraformChangesRemoteRegions(Way way) {
        TerraformRun run = terraform(way, team("owner"));
        String service = run.createService(Cloud.AWS, "eu-west-1");

        run.updateRemoteRegions(service, "US_WEST_2");
        run.updateRemoteRegions(service, "AP_SOUTH_1");
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void terraformImports(Cloud cloud) {
        LinkId link = hasLink(cloud);
        String endpoint = newEndpoint(cloud);
        gateway.atlas().addEndpoint(scene.project(), link, cloud.existing(endpoint), EndpointStatus.AVAILABLE);
        TerraformRun run = terraform(Way.DIGEST, team("viewer"));

        String service = run.importService(cloud, link.value());

        assertThat(service).isEqualTo(link.value());
        assertThat(run.readService(cloud, service)).isPresent();
        assertThat(run.readEndpoint(cloud, service, endpoint)).isPresent();
        assertThatThrownBy(() -> run.importService(cloud, Scene.newLink().value()))
                .hasMessageContaining("HTTP 404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");
    }

    @ParameterizedTest
    @EnumSource
    void terraformSwitchesTheRegionalMode(Way way) {
        hasCluster(Cloud.AWS);
        TerraformRun run = terraform(way, team("owner"));

        run.setRegionalMode(true);
        run.setRegionalMode(false);
    }

    /** The data source, by id and by name: the provider reads six settings without looking whether they are there. */
    @ParameterizedTest
    @EnumSource
    void terraformReadsProjects(Way way) {
        hasCluster(Cloud.AWS);
        AtlasTool run = way.of(team("viewer"));
        String group = "/api/atlas/v2/groups/" + scene.project();

        Answer project = done(run.get(group));
        assertThat(done(run.get("/api/atlas/v2/groups/byName/" + project.text("/name")))
                        .json())
                .isEqualTo(project.json());
        assertThat(done(run.get("/api/atlas/v2/groups?includeCount=true&itemsPerPage=100&pageNum=1"))
                        .json()
                        .at("/results/0"))
                .as("one name everywhere")
                .isEqualTo(project.json());
        assertThat(done(run.get(group + "/teams?includeCount=true&itemsPerPage=100&pageNum=1"))
                        .text("/totalCount"))
                .isEqualTo("0");
        assertThat(done(run.get(group + "/limits")).json().isArray()).isTrue();
        JsonNode settings = done(run.get(group + "/settings")).json();
        assertThat(List.of(
                        "isCollectDatabaseSpecificsStatisticsEnabled",
                        "isDataExplorerEnabled",
                        "isExtendedStorageSizesEnabled",
                        "isPerformanceAdvisorEnabled",
                        "isRealtimePerformancePanelEnabled",
                        "isSchemaAdvisorEnabled"))
                .allMatch(name -> settings.path(name).isBoolean());
        assertThat(done(run.get(group + "/ipAddresses")).json().at("/services/clusters"))
                .isEmpty();
        assertThat(done(run.get(group + "/managedSlowMs")).json().isBoolean()).isTrue();
        assertThat(done(run.speaking(AtlasTool.USERS)
                                .get(group + "/users?includeCount=true&itemsPerPage=100&pageNum=1"
                                        + "&flattenTeams=false&includeOrgUsers=false"))
                        .json()
                        .at("/results"))
                .isEmpty();
    }

    /** The data sources, singular and plural, which show the connection strings. */
    @ParameterizedTest
    @EnumSource
    void terraformReadsClusters(Way way) {
        hasCluster(Cloud.AWS);
        AtlasTool run = way.of(team("viewer")).speaking(AtlasTool.CLUSTERS);
        String group = "/api/atlas/v2/groups/" + scene.project();

        Answer cluster = done(run.get(group + "/clusters/Orders"));
        assertThat(cluster.text("/connectionStrings/standardSrv")).isNotBlank();
        assertThat(done(run.get(group + "/clusters/Orders/processArgs")).body()).isEqualTo("{}");
        assertThat(done(run.get(group + "/clusters?includeCount=true&includeDeletedWithRetainedBackups=false"
                                + "&itemsPerPage=100&pageNum=1"))
                        .json()
                        .at("/results/0"))
                .isEqualTo(cluster.json());
        assertThat(done(run.speaking(AtlasTool.FLEX)
                                .get(group + "/flexClusters?includeCount=true&itemsPerPage=100&pageNum=1"))
                        .json()
                        .at("/results"))
                .isEmpty();
    }

    /** Its other resources: a refresh must not drop them from the state, nor a destruction seem to be done. */
    @ParameterizedTest
    @EnumSource
    void terraformForgetsNothing(Way way) {
        AtlasTool run = way.of(team("owner"));
        String group = "/api/atlas/v2/groups/" + scene.project();

        for (String resource : List.of("/awsCustomDNS", "/accessList/10.0.0.0%2F8", "/flexClusters/Orders", "/peers")) {
            assertThatThrownBy(() -> done(run.get(group + resource)))
                    .hasMessageContaining("HTTP 403 LINKGATE_NOT_OFFERED");
            assertThatThrownBy(() -> done(run.delete(group + resource)))
                    .hasMessageContaining("HTTP 403 LINKGATE_NOT_OFFERED");
        }
    }

    /** It ends, and Terraform shows Atlas's reason. What it has created can be destroyed. */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void terraformSeesThatAnEndpointFails(Cloud cloud) {
        TerraformRun run = terraform(Way.SERVICE_ACCOUNT, team("owner"));
        String link = hasLink(cloud).value();
        String declined = cloud.magicEndpoint(Gateway.unused(8), "e0dec");

        assertThatThrownBy(() -> run.createEndpoint(cloud, link, declined))
                .isInstanceOf(ToolFailed.class)
                .hasMessageContaining("it is in a failed state: ");
        run.destroyEndpoint(cloud, link, declined);

        assertThat(run.readEndpoint(cloud, link, declined)).isEmpty();
    }

    @Test
    void terraformRemovesWhatIsNotReadyInTime() {
        TerraformRun run = terraform(Way.SERVICE_ACCOUNT, team("owner"));
        String link = scene.link().value();
        String asleep = Scene.newMagic("e0bed");

        assertThatThrownBy(() -> run.createEndpoint(Cloud.AWS, link, asleep, Duration.ofMinutes(1)))
                .isInstanceOf(TerraformRun.TimedOut.class)
                .hasMessageContaining("PENDING");
        gateway.atlasClock().advance(Duration.ofSeconds(10));

        assertThat(run.readEndpoint(Cloud.AWS, link, asleep)).isEmpty();
    }

    @Test
    void terraformTakesARegionThatHasAServiceForAnError() {
        TerraformRun run = terraform(Way.SERVICE_ACCOUNT, team("owner"));

        assertThatThrownBy(() -> run.createService(Cloud.AWS, "us-east-1"))
                .isInstanceOf(ToolFailed.class)
                .hasMessageContaining("HTTP 409 PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION");
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnOwnersRunDestroysTheLastEndpoint(Way way) {
        String link = scene.link().value();
        String last = scene.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThatThrownBy(() -> terraform(way, team("editor")).destroyEndpoint(Cloud.AWS, link, last))
                .isInstanceOf(ToolFailed.class)
                .hasMessageContaining("HTTP 409 LINKGATE_LAST_ENDPOINT");
        terraform(way, team("owner")).destroyEndpoint(Cloud.AWS, link, last);
    }

    @Test
    void anEditorsRunDestroysOthers() {
        String link = scene.link().value();
        String one = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);

        terraform(Way.DIGEST, team("editor")).destroyEndpoint(Cloud.AWS, link, one);
    }

    @ParameterizedTest
    @EnumSource
    void aToolEndsWithItsKey(Way way) {
        NewTeam team = team("viewer");
        TerraformRun run = terraform(way, team);
        String link = scene.link().value();
        String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        assertThat(run.readEndpoint(Cloud.AWS, link, endpoint)).isPresent();

        assertThat(gateway.administrator().delete(team.path())).hasStatus(204);

        assertThatThrownBy(() -> run.readEndpoint(Cloud.AWS, link, endpoint))
                .isInstanceOf(ToolFailed.class)
                .hasMessageContaining("HTTP 401 UNEXPECTED_ERROR");
    }

    /** {@link AtlasApiWaitsTest} has what others get. */
    @Test
    void aToolDoesNotSeeAtlasLimit() {
        TerraformRun run = terraform(Way.SERVICE_ACCOUNT, team("viewer"));
        Fault limited = Fault.rateLimited(Duration.ofSeconds(1));
        gateway.atlas().faults().next("GET", scene.project().value(), limited);

        assertThat(run.readService(Cloud.AWS, scene.link().value())).isPresent();
        assertThat(gateway.atlas().faults().pending()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void theOperatorKeepsWhatItsResourceSays(Cloud cloud) {
        OperatorRun operator = operator(Way.SERVICE_ACCOUNT, team("owner"), cloud);
        String first = newEndpoint(cloud);
        String second = newEndpoint(cloud);

        operator.applied(Set.of(first));
        operator.applied(Set.of(first, second));
        operator.applied(Set.of(second));
        operator.removed();

        assertThat(gateway.atlas().links(scene.project())).hasSize(1);
        assertThat(actions().stream().filter("endpoint.remove"::equals)).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void theOperatorRemovesAnEmptyService(Way way) {
        OperatorRun operator = operator(way, team("owner"), Cloud.AZURE);

        operator.applied(Set.of());
        operator.removed();
    }

    @Test
    void theOperatorShowsWhyAnEndpointFails() {
        OperatorRun operator = operator(Way.DIGEST, team("owner"), Cloud.AWS);
        String declined = Scene.newMagic("e0dec");

        assertThatThrownBy(() -> operator.applied(Set.of(declined)))
                .isInstanceOf(ToolFailed.class)
                .hasMessageContaining(declined);
        operator.removed();
    }

    @Test
    void theOperatorNeedsAnOwnersKeyForTheLastEndpoint() {
        String endpoint = newEndpoint(Cloud.AWS);
        operator(Way.SERVICE_ACCOUNT, team("owner"), Cloud.AWS).applied(Set.of(endpoint));
        OperatorRun editor = operator(Way.SERVICE_ACCOUNT, team("editor"), Cloud.AWS);

        assertThatThrownBy(() -> editor.applied(Set.of()))
                .isInstanceOf(ToolFailed.class)
                .hasMessageContaining("HTTP 409 LINKGATE_LAST_ENDPOINT");
    }

    /** Each command is a process, with a token of its own, and one request. */
    @ParameterizedTest
    @EnumSource(Cloud.class)
    void theCommandLine(Cloud cloud) {
        NewTeam team = team("owner");
        String body = "{%s\"providerName\":\"%s\",\"region\":\"%s\"}"
                .formatted(cloud == Cloud.GCP ? "\"portMappingEnabled\":true," : "", cloud, ownName(cloud));
        String services = root + "/" + cloud + "/endpointService";

        String service = services + "/"
                + done(command(team).post(root + "/endpointService", body)).text("/id");
        watch(team, service, "/status", Set.of("AVAILABLE", "FAILED"));
        assertThat(done(command(team).get(services)).json().isArray()).isTrue();
        assertThat(done(command(team).get(service)).text("/status")).isEqualTo("AVAILABLE");
        String id = newEndpoint(cloud);
        done(command(team).post(service + "/endpoint", cloud.atlasBody(id)));
        String endpoint = service + "/endpoint/" + new EndpointId(id).pathSegment();
        assertThat(done(command(team).get(endpoint)).body()).contains(id);
        done(command(team).delete(endpoint));
        gateway.atlasClock().advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> done(command(team).get(endpoint)))
                .hasMessageContaining("HTTP 404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");

        assertThat(done(command(team).patch(root + "/regionalMode", "{\"enabled\":true}"))
                        .json()
                        .at("/enabled")
                        .asBoolean())
                .isTrue();
        assertThat(done(command(team).get(root + "/regionalMode"))
                        .json()
                        .at("/enabled")
                        .asBoolean())
                .isTrue();
    }

    /** {@code atlas auth login} with a service account, by prompts. */
    @Test
    void theCommandLineLogsIn() {
        NewTeam team = team("viewer");

        String organization = done(command(team)
                        .get("/api/atlas/v2/orgs?includeCount=true&itemsPerPage=50&name=&pageNum=1"))
                .text("/results/0/id");
        assertThat(done(command(team).get("/api/atlas/v2/orgs/" + organization)).text("/id"))
                .isEqualTo(organization);
        for (String list : List.of("/groups", "/orgs/" + organization + "/groups")) {
            assertThat(done(command(team).get("/api/atlas/v2" + list + "?itemsPerPage=50&pageNum=0")))
                    .has("/totalCount", 1)
                    .has("/results/0/id", scene.project());
        }
        done(command(team).get("/api/atlas/v2/groups/" + scene.project()));
    }

    /** Its telemetry goes to the same host, and it takes any answer. */
    @Test
    void theCommandLinesTelemetryOpensNothing() {
        assertThat(command(team("owner")).speaking(AtlasTool.V1).post("/api/private/v1.0/telemetry/events", "[]"))
                .isAtlasError(403, "LINKGATE_NOT_OFFERED");
    }

    @ParameterizedTest
    @EnumSource
    void theCommandLinesOldCommands(Way way) {
        AtlasTool old = way.of(team("owner")).speaking(AtlasTool.V1);

        String service = classic + "/"
                + done(old.post(classic, "{\"providerName\":\"AWS\",\"region\":\"eu-west-1\"}"))
                        .text("/id");
        watch(old, service, "/status", Set.of("WAITING_FOR_USER", "FAILED"));
        assertThat(done(old.get(classic + "?includeCount=true&itemsPerPage=100&pageNum=1"))
                        .json())
                .hasSize(2);
        String id = Scene.newEndpoint();
        done(old.post(service + "/interfaceEndpoints", Scene.body(id)));
        String endpoint = service + "/interfaceEndpoints/" + id;
        watch(old, endpoint, "/connectionStatus", Set.of("AVAILABLE", "REJECTED"));
        done(old.delete(endpoint));
        gateway.atlasClock().advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> done(old.get(endpoint))).hasMessageContaining("HTTP 404 PRIVATELINK_");
        assertThatThrownBy(() -> done(old.delete(service))).hasMessageContaining("HTTP 404 PRIVATELINK_NOT_FOUND");
    }

    @ParameterizedTest
    @EnumSource(Cloud.class)
    void theOldGoClient(Cloud cloud) {
        AtlasTool old = AtlasTool.withDigest(team("owner")).speaking(AtlasTool.V1);
        String services = classic + "/" + cloud + "/endpointService";

        String service = services + "/"
                + done(old.post(
                                classic + "/endpointService",
                                "{\"providerName\":\"%s\",\"region\":\"%s\"}".formatted(cloud, ownName(cloud))))
                        .text("/id");
        watch(old, service, "/status", Set.of("AVAILABLE"));
        assertThat(done(old.get(service)).text("/regionName")).isEqualTo(cloud.otherRegion());
        assertThat(done(old.get(services + "?pageNum=1&itemsPerPage=100"))
                        .json()
                        .isArray())
                .isTrue();
        String id = newEndpoint(cloud);
        done(old.post(service + "/endpoint", cloud.atlasBody(id)));
        String endpoint = service + "/endpoint/" + new EndpointId(id).pathSegment();
        watch(old, endpoint, cloud == Cloud.AWS ? "/connectionStatus" : "/status", Set.of("AVAILABLE"));
        done(old.delete(endpoint));
        gateway.atlasClock().advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> done(old.delete(service)))
                .hasMessageContaining("HTTP 404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");
        assertThat(done(old.get(classic + "/regionalMode")).text("/enabled")).isEqualTo("false");
        assertThatThrownBy(() -> done(old.patch(classic + "/regionalMode", "true")))
                .as("a fault of this client")
                .hasMessageContaining("HTTP 400 INVALID_JSON");
    }

    @ParameterizedTest
    @EnumSource
    void theGoSdkFindsItsProjectsAndClusters(Way way) {
        hasCluster(Cloud.AWS);
        AtlasTool sdk = way.of(team("viewer"));
        String group = "/api/atlas/v2/groups/" + scene.project();

        assertThat(done(sdk.get("/api/atlas/v2/groups?includeCount=true&itemsPerPage=100&pageNum=1")))
                .has("/totalCount", 1)
                .has("/results/0/id", scene.project());
        assertThat(done(sdk.get(group)).text("/name")).isNotBlank();
        assertThat(done(sdk.get(group)).text("/orgId")).isNotBlank();
        assertThat(done(sdk.get("/api/atlas/v2")).text("/appName")).isNotBlank();
        AtlasTool clusters = sdk.speaking(AtlasTool.CLUSTERS);
        assertThat(done(clusters.get(group + "/clusters?includeCount=true&includeDeletedWithRetainedBackups=false"
                        + "&itemsPerPage=100&pageNum=1")))
                .has("/results/0/name", "Orders")
                .has("/results/0/stateName", "IDLE");
        assertThat(done(clusters.get(group + "/clusters/Orders")).text("/stateName"))
                .isEqualTo("IDLE");
        String name = done(sdk.get(group)).text("/name");
        assertThat(done(sdk.get("/api/atlas/v2/groups/byName/" + name)).text("/id"))
                .isEqualTo(scene.project().value());
    }

    private NewTeam team(String role) {
        return NewTeam.in(gateway).may(role, scene.project());
    }

    private TerraformRun terraform(Way way, NewTeam team) {
        return new TerraformRun(way.of(team), scene.project());
    }

    private OperatorRun operator(Way way, NewTeam team, Cloud cloud) {
        return new OperatorRun(way.of(team), scene.project(), cloud, cloud.otherRegion());
    }

    private static AtlasTool command(NewTeam team) {
        return AtlasTool.withToken(team);
    }

    private void watch(NewTeam team, String target, String field, Set<String> ends) {
        watch(command(team), target, field, ends);
    }

    /** Asks every four seconds, without an end of its own. */
    private static void watch(AtlasTool tool, String target, String field, Set<String> ends) {
        Predicate<Answer> settled = answer -> ends.contains(done(answer).text(field));
        assertThat(Stream.iterate(tool.get(target), last -> {
                            tool.pause(Duration.ofSeconds(4));
                            return tool.get(target);
                        })
                        .limit(30)
                        .anyMatch(settled))
                .as(target)
                .isTrue();
    }

    /** A cluster that an endpoint in the cloud's other region changes. */
    private void hasCluster(Cloud cloud) {
        gateway.atlas()
                .addCluster(
                        scene.project(),
                        new NewCluster(
                                "Orders",
                                NewCluster.Type.SHARDED,
                                List.of(new CloudRegion(cloud.provider(), cloud.otherRegion()))));
    }

    private LinkId hasLink(Cloud cloud) {
        LinkId link = Scene.newLink();
        if (cloud == Cloud.GCP) {
            gateway.atlas()
                    .addPortMappedLink(scene.project(), link, cloud.otherRegion(), SimulatedLinkStatus.AVAILABLE);
        } else {
            gateway.atlas()
                    .addLink(
                            scene.project(),
                            link,
                            cloud.provider(),
                            cloud.otherRegion(),
                            SimulatedLinkStatus.AVAILABLE);
        }
        return link;
    }

    private static String newEndpoint(Cloud cloud) {
        return cloud.endpoint(Gateway.unused(16));
    }

    /** The cloud's own name of its other region, as the tools' examples have it. */
    private static String ownName(Cloud cloud) {
        return switch (cloud) {
            case AWS -> "eu-west-1";
            case AZURE -> "eastus2";
            case GCP -> "us-central1";
        };
    }

    /** The actions on the trail, oldest first. */
    private List<String> actions() {
        return gateway.administrator()
                .get("/admin/audit?projectId=" + scene.project() + "&limit=500")
                .results("action")
                .reversed();
    }
}
