package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The gateway as an Atlas: links and endpoints by the paths, bodies and words of Atlas's own API. */
@AloneWithoutRetries
class AtlasApiTest {

    private static final String V2_JSON = "application/vnd.atlas.2023-01-01+json";
    private static final String NOTHING = "{}";

    private final Gateway gateway = Gateway.aloneWithoutRetries();
    private final Scene scene = Scene.in(gateway);

    enum Version {
        V2("/api/atlas/v2/groups/", V2_JSON + ";charset=utf-8"),
        V1("/api/atlas/v1.0/groups/", "application/json");

        private final String groups;
        private final String contentType;

        Version(String groups, String contentType) {
            this.groups = groups;
            this.contentType = contentType;
        }

        String root(Scene scene) {
            return groups + scene.project() + "/privateEndpoint";
        }
    }

    @ParameterizedTest
    @CsvSource({"AWS, V2", "AZURE, V2", "GCP, V2", "AWS, V1", "AZURE, V1", "GCP, V1"})
    void theLifeOfALinkAndItsEndpoint(Cloud cloud, Version version) {
        Caller owner = tool(scene.owner());
        String root = version.root(scene);
        String services = root + "/" + cloud + "/endpointService";

        Answer created = owner.post(root + "/endpointService", newService(cloud));
        assertThat(created)
                .hasStatus(201)
                .hasHeader("Content-Type", version.contentType)
                .has("/status", "INITIATING");
        String service = services + "/" + created.text("/id");
        assertThat(owner.post(root + "/endpointService", newService(cloud)))
                .isAtlasError(409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION");
        String id = cloud.endpoint(Gateway.unused(16));
        assertThat(owner.post(service + "/endpoint", cloud.atlasBody(id)))
                .isAtlasError(409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS");
        passes(Duration.ofSeconds(20));
        assertThat(owner.get(service)).isOk().has("/status", "AVAILABLE").isNullAt("/errorMessage");
        assertThat(ids(owner.get(services))).contains(created.text("/id"));

        String endpoint = service + "/endpoint/" + new EndpointId(id).pathSegment();
        String status = cloud == Cloud.AWS ? "/connectionStatus" : "/status";
        assertThat(owner.post(service + "/endpoint", cloud.atlasBody(id)))
                .hasStatus(201)
                .has(idField(cloud), id)
                .has(status, cloud == Cloud.AWS ? "PENDING_ACCEPTANCE" : "INITIATING");
        assertThat(owner.post(service + "/endpoint", cloud.atlasBody(id)))
                .isAtlasError(409, "PRIVATE_ENDPOINT_ALREADY_EXISTS");
        passes(Duration.ofSeconds(2));
        assertThat(owner.get(endpoint))
                .isOk()
                .has(
                        status,
                        switch (cloud) {
                            case AWS -> "PENDING";
                            case AZURE -> "INITIATING";
                            case GCP -> "VERIFIED";
                        });
        passes(Duration.ofSeconds(3));
        assertThat(owner.get(endpoint)).isOk().has(status, "AVAILABLE").has("/deleteRequested", "false");
        assertThat(owner.get(service)).isOk().has(idsField(cloud) + "/0", id);
        assertThat(owner.delete(service)).isAtlasError(409, "CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS");

        Answer removed = owner.delete(endpoint);
        assertThat(removed).hasStatus(202);
        assertThat(removed.body()).isEqualTo(NOTHING);
        assertThat(owner.get(endpoint)).isOk().has(status, "DELETING").has("/deleteRequested", "true");
        passes(Duration.ofSeconds(10));
        assertThat(owner.get(endpoint)).isAtlasError(404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");
        assertThat(owner.get(service)).isAtlasError(404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");
    }

    /** Whatever the gateway itself speaks with Atlas. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theClassicApi(boolean gatewaySpeaksClassic) {
        Gateway ours = gatewaySpeaksClassic ? Gateway.sharedClassic() : gateway;
        Scene old = Scene.in(ours);
        Caller owner = old.owner();
        String links = Version.V1.root(old);

        Answer created = owner.post(links, "{\"providerName\":\"AWS\",\"region\":\"eu-west-1\"}");
        assertThat(created).hasStatus(201).hasHeader("Content-Type", "application/json");
        assertThat(created.json().toString())
                .isEqualTo(
                        "{\"endpointServiceName\":null,\"errorMessage\":null,\"id\":\"%s\",\"interfaceEndpoints\":[],"
                                        .formatted(created.text("/id"))
                                + "\"status\":\"INITIATING\"}");
        String link = links + "/" + created.text("/id");
        assertThat(owner.post(links, "{\"providerName\":\"AWS\",\"region\":\"eu-west-1\"}"))
                .isAtlasError(409, "PRIVATELINK_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION");
        ours.atlasClock().advance(Duration.ofSeconds(20));
        assertThat(owner.get(link)).isOk().has("/status", "WAITING_FOR_USER");
        assertThat(ids(owner.get(links))).containsExactly(old.link().value(), created.text("/id"));

        String id = Scene.newEndpoint();
        assertThat(owner.post(link + "/interfaceEndpoints", Scene.body(id)))
                .hasStatus(201)
                .has("/connectionStatus", "PENDING_ACCEPTANCE")
                .has("/interfaceEndpointId", id)
                .hasNo("/cloudProvider");
        String endpoint = link + "/interfaceEndpoints/" + id;
        ours.atlasClock().advance(Duration.ofSeconds(5));
        assertThat(owner.get(endpoint)).isOk().has("/connectionStatus", "AVAILABLE");
        assertThat(owner.delete(link)).isAtlasError(409, "CANNOT_DELETE_PRIVATELINK_WITH_ENDPOINTS");
        assertThat(owner.delete(endpoint).body()).isEqualTo(NOTHING);
        ours.atlasClock().advance(Duration.ofSeconds(10));
        assertThat(owner.get(link)).isAtlasError(404, "PRIVATELINK_NOT_FOUND");
        assertThat(owner.get(links + "/" + old.link() + "/interfaceEndpoints/" + id))
                .isAtlasError(404, "PRIVATELINK_INTERFACE_ENDPOINT_NOT_FOUND");
        assertThat(owner.delete(links + "/" + old.link())).hasStatus(202);
    }

    @Test
    void aGatewayWithTheClassicApiOffersWhatItHasInV2() {
        Gateway classic = Gateway.sharedClassic();
        Scene old = Scene.in(classic);
        Caller owner = tool(old.owner());
        String root = Version.V2.root(old);
        String id = old.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThat(owner.get(root + "/AWS/endpointService/" + old.link()))
                .isOk()
                .has("/cloudProvider", "AWS")
                .has("/regionName", "US_EAST_1")
                .has("/interfaceEndpoints/0", id);
        assertThat(owner.get(root + "/AWS/endpointService/" + old.link() + "/endpoint/" + id))
                .isOk()
                .has("/connectionStatus", "AVAILABLE");
        assertThat(owner.post(root + "/endpointService", newService(Cloud.AWS))).hasStatus(201);
        assertThat(owner.post(root + "/endpointService", newService(Cloud.AZURE)))
                .isAtlasError(400, "VALIDATION_ERROR");
        assertThat(owner.get(root + "/GCP/endpointService")).isAtlasError(400, "VALIDATION_ERROR");
        assertThat(owner.patch(root + "/endpointService/" + old.link(), """
                        {"cloudProvider":"AWS","supportedRemoteRegions":["EU_WEST_1"]}""")).isAtlasError(400, "VALIDATION_ERROR");
        assertThat(owner.get(root + "/regionalMode")).isAtlasError(400, "VALIDATION_ERROR");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, v2, /AWS/endpointService, viewer, 200",
        "GET, v2, /AWS/endpointService/{link}, viewer, 200",
        "GET, v2, /AWS/endpointService/{link}/endpoint/{endpoint}, viewer, 404",
        "GET, v2, /regionalMode, viewer, 200",
        "POST, v2, /endpointService, owner, 400",
        "PATCH, v2, /endpointService/{link}, owner, 400",
        "DELETE, v2, /AWS/endpointService/{gone}, owner, 404",
        "PATCH, v2, /regionalMode, owner, 400",
        "POST, v2, /AWS/endpointService/{link}/endpoint, editor, 400",
        "DELETE, v2, /AWS/endpointService/{link}/endpoint/{endpoint}, editor, 404",
        "GET, v1.0, /AWS/endpointService, viewer, 200",
        "DELETE, v1.0, /AWS/endpointService/{gone}, owner, 404",
        "GET, v1.0, '', viewer, 200",
        "POST, v1.0, '', owner, 400",
        "GET, v1.0, /{link}, viewer, 200",
        "DELETE, v1.0, /{gone}, owner, 404",
        "POST, v1.0, /{link}/interfaceEndpoints, editor, 400",
        "GET, v1.0, /{link}/interfaceEndpoints/{endpoint}, viewer, 404",
        "DELETE, v1.0, /{link}/interfaceEndpoints/{endpoint}, editor, 404"
    })
    void aTeamMayWhatItsRoleAllows(String method, String version, String path, String role, int status) {
        Map<String, Caller> teams = Map.of(
                "nobody", NewTeam.in(gateway).caller(),
                "viewer", scene.viewer(),
                "editor", scene.editor(),
                "owner", scene.owner());
        List<String> rising = List.of("nobody", "viewer", "editor", "owner");
        String target = "/api/atlas/" + version + "/groups/" + scene.project() + "/privateEndpoint"
                + path.replace("{link}", scene.link().value())
                        .replace("{gone}", Scene.newLink().value())
                        .replace("{endpoint}", Scene.newEndpoint());

        for (String held : rising) {
            Answer answer = send(tool(Objects.requireNonNull(teams.get(held))), method, target);
            if (rising.indexOf(held) < rising.indexOf(role)) {
                assertThat(answer).isAtlasError(403, "USER_UNAUTHORIZED");
                assertThat(answer.text("/detail")).contains("'" + role + "'");
            } else {
                assertThat(answer).hasStatus(status);
            }
        }
    }

    private static Answer send(Caller caller, String method, String target) {
        return method.equals("GET") || method.equals("DELETE")
                ? caller.send(method, target, BodyPublishers.noBody())
                : caller.sendJson(method, target, "{\"nonsense\":1}");
    }

    @Test
    void theTrailHasTheUsualActions() {
        String root = Version.V2.root(scene);
        String endpoints = root + "/AWS/endpointService/" + scene.link() + "/endpoint";
        Caller editor = tool(scene.editor());
        String id = Scene.newEndpoint();

        assertThat(editor.post(endpoints, Cloud.AWS.atlasBody(id))).hasStatus(201);
        assertThat(editor.get(endpoints + "/" + id)).isOk();
        assertThat(tool(scene.owner()).post(root + "/endpointService", """
                        {"providerName":"AWS","region":"us-east-1"}""")).hasStatus(409);
        assertThat(tool(scene.viewer()).post(endpoints, Cloud.AWS.atlasBody(id)))
                .hasStatus(403);

        assertThat(trail("phase", "action", "status", "interfaceEndpointId", "attempted"))
                .containsExactly(
                        "INTENT endpoint.add null " + id + " null",
                        "OUTCOME endpoint.add 201 " + id + " null",
                        "EVENT endpoint.get 200 " + id + " null",
                        "INTENT link.create null null null",
                        "OUTCOME link.create 409 null null",
                        "EVENT request.refused 403 null POST /api/atlas/v2/groups/{projectId}/privateEndpoint"
                                + "/{cloudProvider}/endpointService/{linkId}/endpoint");
        assertThat(gateway.metric(
                        "http_server_requests_seconds_count",
                        "uri=\"/api/atlas/v2/groups/{projectId}/privateEndpoint"
                                + "/{cloudProvider}/endpointService/{linkId}/endpoint/{interfaceEndpointId}\""))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "DELETE, ''", "GET, /endpoint/{id}", "DELETE, /endpoint/{id}", "POST, /endpoint"})
    void aLinkIsNotFoundUnderAnotherProvider(String method, String rest) {
        String id = Cloud.AZURE.endpoint(Gateway.unused(16));
        String target = Version.V2.root(scene) + "/AZURE/endpointService/" + scene.link()
                + rest.replace("{id}", new EndpointId(id).pathSegment());
        Caller owner = tool(scene.owner());

        Answer answer = method.equals("POST")
                ? owner.post(target, Cloud.AZURE.atlasBody(id))
                : owner.send(method, target, BodyPublishers.noBody());

        assertThat(answer).isAtlasError(404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");
        assertThat(scene.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS   | {\"id\":\"vpce-0123\"}                                                             | INVALID_ATTRIBUTE",
                "AWS   | {\"id\":\"vpce-0b9c5701325cb15dd\",\"interfaceEndpointId\":1}                      | INVALID_ATTRIBUTE",
                "AWS   | {}                                                                                  | MISSING_ATTRIBUTE",
                "AWS   | {\"id\":                                                                            | INVALID_JSON",
                "AZURE | {\"id\":\"/subscriptions/1\",\"privateEndpointIPAddress\":\"10.0.0.4\"}            | INVALID_ATTRIBUTE",
                "GCP   | {\"endpointGroupName\":\"orders\",\"gcpProjectId\":\"p\",\"endpoints\":[]}          | INVALID_ATTRIBUTE"
            })
    void aBadEndpointIsRefused(Cloud cloud, String body, String errorCode) {
        assertThat(tool(scene.owner()).post(service(cloud) + "/endpoint", body)).isAtlasError(400, errorCode);
        assertThat(scene.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"providerName\":\"IBM\",\"region\":\"us-east-1\"}                                              | INVALID_PROVIDER",
                "{\"providerName\":\"AWS\",\"region\":\"us east\"}                                                | INVALID_REGION",
                "{\"providerName\":\"AWS\",\"region\":\"us-east-1\",\"adopt\":true}                               | INVALID_ATTRIBUTE",
                "{\"providerName\":\"AZURE\",\"region\":\"eastus\",\"supportedRemoteRegions\":[\"US_WEST_2\"]}      | PROVIDER_UNSUPPORTED",
                "{\"providerName\":\"AWS\",\"region\":\"eu-west-1\",\"supportedRemoteRegions\":[\"EU_WEST_1\"]}   | VALIDATION_ERROR"
            })
    void aBadLinkIsRefused(String body, String errorCode) {
        assertThat(tool(scene.owner()).post(Version.V2.root(scene) + "/endpointService", body))
                .isAtlasError(400, errorCode);
        assertThat(scene.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.atlas.2024-08-05+json", "application/vnd.atlas.preview+json"})
    void aLaterVersionIsAnsweredWithTheLastOne(String accept) {
        assertThat(scene.viewer().with("Accept", accept).get(service(Cloud.AWS)))
                .isOk()
                .hasHeader("Content-Type", V2_JSON + ";charset=utf-8");
    }

    @Test
    void remoteRegionsOfALinkToAwsChange() {
        Caller owner = tool(scene.owner());
        String changed = Version.V2.root(scene) + "/endpointService/" + scene.link();

        assertThat(owner.patch(changed, """
                        {"cloudProvider":"AWS","supportedRemoteRegions":["eu-west-1"]}""")).hasStatus(202).has("/supportedRemoteRegions/0", "EU_WEST_1");
        assertThat(owner.get(service(Cloud.AWS))).isOk().has("/supportedRemoteRegions/0", "EU_WEST_1");
        assertThat(owner.patch(changed, "{\"cloudProvider\":\"AWS\"}")).isAtlasError(400, "MISSING_ATTRIBUTE");
        assertThat(owner.patch(changed, """
                        {"cloudProvider":"AZURE","supportedRemoteRegions":[]}""")).isAtlasError(400, "INVALID_ENUM_VALUE");
        assertThat(owner.patch(changed, """
                        {"cloudProvider":"AWS","supportedRemoteRegions":null}""")).hasStatus(202);
        assertThat(owner.get(service(Cloud.AWS))).isOk().isNullAt("/supportedRemoteRegions");
    }

    @Test
    void portMappingIsOffUnlessItIsAskedFor() {
        Caller owner = tool(scene.owner());
        String services = Version.V2.root(scene) + "/endpointService";

        assertThat(owner.post(services, newService(Cloud.GCP))).hasStatus(201).has("/portMappingEnabled", "false");
        assertThat(owner.post(services, """
                        {"providerName":"GCP","region":"us-west1","portMappingEnabled":true}""")).hasStatus(201).has("/portMappingEnabled", "true");
    }

    /** Atlas requires the name of a group and ignores it. */
    @Test
    void thePortMappedEndpointIsNamedByItsRule() {
        LinkId link = Scene.newLink();
        gateway.atlas().addPortMappedLink(scene.project(), link, "US_EAST_4", SimulatedLinkStatus.AVAILABLE);
        Caller owner = tool(scene.owner());
        String endpoints = Version.V2.root(scene) + "/GCP/endpointService/" + link + "/endpoint";

        assertThat(owner.post(endpoints, group("orders", "orders-rule")))
                .hasStatus(201)
                .has("/endpointGroupName", "orders-rule")
                .has("/portMappingEnabled", "true");
        assertThat(owner.get(endpoints + "/orders-rule"))
                .isOk()
                .has("/endpoints/0/endpointName", "orders-rule")
                .has("/endpoints/0/ipAddress", "10.0.0.4")
                .has("/gcpProjectId", "shop-prod")
                .has("/portMappingEnabled", "true");
        assertThat(owner.post(endpoints, group("billing", "billing", "billing-2")))
                .isAtlasError(400, "INVALID_ATTRIBUTE");
    }

    private static String group(String name, String... rules) {
        String endpoints = Arrays.stream(rules)
                .map(rule -> "{\"endpointName\":\"" + rule + "\",\"ipAddress\":\"10.0.0.4\"}")
                .collect(Collectors.joining(","));
        return "{\"endpointGroupName\":\"%s\",\"gcpProjectId\":\"shop-prod\",\"endpoints\":[%s]}"
                .formatted(name, endpoints);
    }

    @ParameterizedTest
    @CsvSource({"AWS, REJECTED", "AZURE, FAILED", "GCP, FAILED"})
    void aFailedEndpointHasAtlasOwnWord(Cloud cloud, String word) {
        String id = cloud.endpoint(Gateway.unused(16));
        LinkId link = link(cloud);
        gateway.atlas().addEndpoint(scene.project(), link, cloud.existing(id), EndpointStatus.REJECTED);

        Answer answer = tool(scene.viewer())
                .get(Version.V2.root(scene) + "/" + cloud + "/endpointService/" + link + "/endpoint/"
                        + new EndpointId(id).pathSegment());

        assertThat(answer).isOk().has(cloud == Cloud.AWS ? "/connectionStatus" : "/status", word);
        assertThat(answer.text("/errorMessage")).contains(id);
    }

    @Test
    void listsOfV1HavePagesWithoutAFrame() {
        LinkId second = scene.hasLink("EU_WEST_1", SimulatedLinkStatus.AVAILABLE);
        Caller viewer = scene.viewer();
        String links = Version.V1.root(scene);

        for (String list : List.of(links, links + "/AWS/endpointService")) {
            assertThat(ids(viewer.get(list))).containsExactly(scene.link().value(), second.value());
            assertThat(ids(viewer.get(list + "?pageNum=2&itemsPerPage=1&includeCount=true")))
                    .containsExactly(second.value());
            assertThat(ids(viewer.get(list + "?pageNum=3&itemsPerPage=1"))).isEmpty();
            assertThat(ids(viewer.get(list + "?pageNum=0&itemsPerPage=1")))
                    .as("the first page")
                    .containsExactly(scene.link().value());
            assertThat(viewer.get(list + "?pageNum=x")).isAtlasError(400, "INVALID_QUERY_PARAMETER");
        }
    }

    @Test
    void theClassicApiRefusesAnIdThatIsNoneOfAws() {
        assertThat(scene.owner()
                        .post(
                                Version.V1.root(scene) + "/" + scene.link() + "/interfaceEndpoints",
                                Scene.body("vpce-xyz")))
                .isAtlasError(404, "PRIVATELINK_INTERFACE_ENDPOINT_ID_MALFORMED");
    }

    /** A caller with the header that v2 asks for, and v1.0 ignores. */
    private static Caller tool(Caller caller) {
        return caller.with("Accept", V2_JSON);
    }

    private void passes(Duration time) {
        gateway.atlasClock().advance(time);
    }

    /** A region where the project has no link yet. */
    private static String newService(Cloud cloud) {
        return "{\"providerName\":\"%s\",\"region\":\"%s\"}".formatted(cloud, cloud.otherRegion());
    }

    private LinkId link(Cloud cloud) {
        if (cloud == Cloud.AWS) {
            return scene.link();
        }
        LinkId link = Scene.newLink();
        gateway.atlas().addLink(scene.project(), link, cloud.provider(), cloud.region(), SimulatedLinkStatus.AVAILABLE);
        return link;
    }

    /** A link that accepts endpoints. */
    private String service(Cloud cloud) {
        return Version.V2.root(scene) + "/" + cloud + "/endpointService/" + link(cloud);
    }

    private static String idField(Cloud cloud) {
        return switch (cloud) {
            case AWS -> "/interfaceEndpointId";
            case AZURE -> "/privateEndpointResourceId";
            case GCP -> "/endpointGroupName";
        };
    }

    private static String idsField(Cloud cloud) {
        return switch (cloud) {
            case AWS -> "/interfaceEndpoints";
            case AZURE -> "/privateEndpoints";
            case GCP -> "/endpointGroupNames";
        };
    }

    /** The ids in a bare list. */
    private static List<String> ids(Answer answer) {
        assertThat(answer).isOk();
        assertThat(answer.json().isArray()).as("%s", answer).isTrue();
        return answer.json()
                .valueStream()
                .map(link -> link.path("id").asString(""))
                .toList();
    }

    /** These fields of each record of the project, oldest first. */
    private List<String> trail(String... fields) {
        List<JsonNode> newestFirst = gateway.administrator()
                .get("/admin/audit?projectId=" + scene.project())
                .json()
                .at("/results")
                .valueStream()
                .filter(record -> !record.path("action").asString("").startsWith("grant."))
                .toList();
        return newestFirst.reversed().stream()
                .map(record -> String.join(
                        " ",
                        Arrays.stream(fields)
                                .map(field -> record.path(field).asString("null"))
                                .toList()))
                .toList();
    }
}
