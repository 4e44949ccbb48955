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
