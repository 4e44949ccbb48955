package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.PROJECT;
import static dev.linkgate.sandbox.RunningAtlas.V2_ENDPOINTS;
import static dev.linkgate.sandbox.RunningAtlas.V2_ROOT;
import static dev.linkgate.sandbox.RunningAtlas.VPCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.state.RateLimit;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes are those that MongoDB's own client recorded in August 2026, the error codes those of Atlas's pages. */
class V2OverHttpTest {

    private static final String AWS = V2_ROOT + "/AWS/endpointService";
    private static final String AZURE_ID = "/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/test"
            + "/providers/Microsoft.Network/privateEndpoints/orders";

    private final RunningAtlas running = new RunningAtlas();
    private final AtlasCaller caller = running.v2;

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void createsAnAwsLink() {
        HttpResponse<String> created = create("AWS", "us-east-1");

        assertServed(created, 201);
        String id = id(created);
        assertThat(created.body())
                .isEqualTo("{\"cloudProvider\":\"AWS\",\"endpointServiceName\":null,\"errorMessage\":null,\"id\":\""
                        + id + "\",\"interfaceEndpoints\":[],\"regionName\":\"US_EAST_1\",\"status\":\"INITIATING\","
                        + "\"supportedRemoteRegions\":null}");
        assertThat(id).matches("[0-9a-f]{24}");

        running.letPass(Duration.ofSeconds(20));

        HttpResponse<String> found = caller.get(AWS + "/" + id);
        assertServed(found, 200);
        assertThat(found.body())
                .matches("\\{\"cloudProvider\":\"AWS\",\"endpointServiceName\":\"com\\.amazonaws\\.vpce\\.us-east-1"
                        + "\\.vpce-svc-[0-9a-f]{17}\",\"errorMessage\":null,\"id\":\"" + id
                        + "\",\"interfaceEndpoints\":\\[],\"regionName\":\"US_EAST_1\",\"status\":\"AVAILABLE\","
                        + "\"supportedRemoteRegions\":null}");
    }

    @Test
    void createsAnAzureLink() {
        HttpResponse<String> created = create("AZURE", "ASIA_SOUTH_EAST");

        assertServed(created, 201);
        assertThat(created.body())
                .isEqualTo("{\"cloudProvider\":\"AZURE\",\"errorMessage\":null,\"id\":\"" + id(created)
                        + "\",\"privateEndpoints\":[],\"privateLinkServiceName\":null,"
                        + "\"privateLinkServiceResourceId\":null,\"regionName\":\"ASIA_SOUTH_EAST\","
                        + "\"status\":\"INITIATING\"}");

        running.letPass(Duration.ofSeconds(20));

        HttpResponse<String> found = caller.get(V2_ROOT + "/AZURE/endpointService/" + id(created));
        assertThat(Json.of(found).get("privateLinkServiceName").stringValue()).isEqualTo("pls_" + id(created));
        assertThat(Json.of(found).get("privateLinkServiceResourceId").stringValue())
                .endsWith("/providers/Microsoft.Network/privateLinkServices/pls_" + id(created));
    }

    @Test
    void createsAGcpLink() {
        HttpResponse<String> created = create("GCP", "US_EAST_4");

        assertServed(created, 201);
        assertThat(created.body())
                .isEqualTo("{\"cloudProvider\":\"GCP\",\"endpointGroupNames\":[],\"errorMessage\":null,\"id\":\""
                        + id(created) + "\",\"portMappingEnabled\":false,\"regionName\":\"US_EAST_4\","
                        + "\"serviceAttachmentNames\":[],\"status\":\"INITIATING\"}");

        running.letPass(Duration.ofSeconds(20));

        HttpResponse<String> found = caller.get(V2_ROOT + "/GCP/endpointService/" + id(created));
        assertThat(Json.of(found).get("serviceAttachmentNames")).hasSize(6);
        assertThat(Json.of(found).get("serviceAttachmentNames").get(0).stringValue())
                .startsWith("projects/p-")
                .endsWith("/regions/us-east4/serviceAttachments/sa-us-east4-" + PROJECT + "-0");
    }

    @Test
    void addsAnAwsEndpointThatSettlesAfterAWhile() {
        HttpResponse<String> added = running.add(VPCE);

        assertServed(added, 201);
        assertThat(added.body())
                .isEqualTo("{\"cloudProvider\":\"AWS\",\"connectionStatus\":\"PENDING_ACCEPTANCE\","
                        + "\"deleteRequested\":false,\"errorMessage\":null,\"interfaceEndpointId\":\"" + VPCE + "\"}");
        running.letPass(Duration.ofSeconds(2));
        assertThat(connectionStatus(VPCE)).isEqualTo("PENDING");
        running.letPass(Duration.ofSeconds(3));
        assertThat(connectionStatus(VPCE)).isEqualTo("AVAILABLE");
        assertThat(Json.of(caller.get(AWS + "/" + LINK))
                        .get("interfaceEndpoints")
                        .get(0)
                        .stringValue())
                .isEqualTo(VPCE);
    }

    @Test
    void addsAnAzureEndpointWhoseIdIsOneEncodedSegment() {
        String endpoints = RunningAtlas.endpoints(Provider.AZURE, running.readyLink("AZURE", "EUROPE_WEST", false));

        HttpResponse<String> added =
                caller.post(endpoints, "{\"id\":\"" + AZURE_ID + "\",\"privateEndpointIPAddress\":\"10.0.0.4\"}");

        assertServed(added, 201);
        assertThat(added.body())
                .isEqualTo("{\"cloudProvider\":\"AZURE\",\"deleteRequested\":false,\"errorMessage\":null,"
                        + "\"privateEndpointConnectionName\":null,\"privateEndpointIPAddress\":\"10.0.0.4\","
                        + "\"privateEndpointResourceId\":\"" + AZURE_ID + "\",\"status\":\"INITIATING\"}");
        running.letPass(Duration.ofSeconds(5));
        HttpResponse<String> found = caller.get(endpoints + "/" + AZURE_ID.replace("/", "%2F"));
        assertServed(found, 200);
        assertThat(Json.of(found).get("status").stringValue()).isEqualTo("AVAILABLE");
        assertError(caller.get(endpoints + AZURE_ID), 404, "RESOURCE_NOT_FOUND");
    }

    @Test
    void refusesASecondLinkInTheRegion() {
        HttpResponse<String> answer = create("AWS", "eu-west-1");

        assertError(answer, 409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION");
        assertThat(answer.body())
                .isEqualTo("{\"detail\":\"A private endpoint service already exists for AWS region EU_WEST_1.\","
                        + "\"error\":409,\"errorCode\":\"PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION\","
                        + "\"parameters\":[\"AWS EU_WEST_1\"],\"reason\":\"Conflict\"}");
    }

    /** Recorded: an unknown project, found by its id alone. */
    @Test
    void doesNotKnowAnotherProject() {
        HttpResponse<String> answer =
                caller.get("/api/atlas/v2/groups/111111111111111111111111/privateEndpoint/AWS/endpointService");

        assertError(answer, 404, "GROUP_NOT_FOUND");
        assertThat(answer.body())
                .isEqualTo("{\"detail\":\"No group with ID 111111111111111111111111 exists.\",\"error\":404,"
                        + "\"errorCode\":\"GROUP_NOT_FOUND\",\"parameters\":[\"111111111111111111111111\"],"
                        + "\"reason\":\"Not Found\"}")
                .hasSize(167);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "*/*",
                "application/vnd.atlas+json",
                "application/vnd.atlas.2022-12-31+json",
                "application/vnd.atlas.2023-01-01"
            })
    void wantsAVersion(String accept) {
        AtlasCaller unversioned =
                new AtlasCaller(running.atlas.baseUrl(), RunningAtlas.PUBLIC_KEY, RunningAtlas.PRIVATE_KEY, accept);

        assertError(unversioned.get(AWS), 406, "INVALID_VERSION_DATE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"id":"vpce-0b9c5701325cb15dd","extra":1} | INVALID_ATTRIBUTE
                    {"id":"vpce-XYZ"}                         | INVALID_ATTRIBUTE
                    {"id":5}                                  | INVALID_ATTRIBUTE
                    {"id":null}                               | MISSING_ATTRIBUTE
                    {}                                        | MISSING_ATTRIBUTE
                    {"id":                                    | INVALID_JSON
                    []                                        | INVALID_JSON
                    """)
    void refusesABadBody(String body, String errorCode) {
        assertError(caller.post(V2_ENDPOINTS, body), 400, errorCode);
    }

    @Test
    void refusesBadPaths() {
        assertError(caller.get(AWS + "/nonsense"), 400, "PATH_PARAM_PARSE_ERROR");
        assertError(caller.get(V2_ENDPOINTS + "/nonsense"), 400, "PATH_PARAM_PARSE_ERROR");
        assertError(caller.get(V2_ROOT + "/OCI/endpointService"), 400, "INVALID_PROVIDER");
        assertError(caller.get(V2_ROOT + "/AWS"), 404, "RESOURCE_NOT_FOUND");
        assertError(
                caller.get("/api/atlas/v2/groups/XYZ/privateEndpoint/AWS/endpointService"), 404, "INVALID_GROUP_ID");
        assertError(caller.get("/api/atlas/v9"), 404, "RESOURCE_NOT_FOUND");
        assertError(caller.post(AWS, "{}"), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void enforcesItsRateLimitOnRequest() {
        RateLimit two = new RateLimit(2, 1, Duration.ofSeconds(10), true);
        try (RunningAtlas limited = new RunningAtlas(settings -> settings.withRateLimit(two))) {
            assertThat(limited.v2.get(AWS).headers().firstValue("Ratelimit-Remaining"))
                    .contains("1");
            assertThat(limited.v2.get(AWS).headers().firstValue("Ratelimit-Remaining"))
                    .contains("0");

            HttpResponse<String> refused = limited.v2.get(AWS);

            assertError(refused, 429, "RATE_LIMITED_TOKEN_BUCKET");
            assertThat(refused.headers().firstValue("Retry-After")).contains("10");
            assertThat(Json.of(refused).get("parameters").get(1).isInt()).isTrue();
            limited.letPass(Duration.ofSeconds(10));
            assertThat(limited.v2.get(AWS).statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> create(String provider, String region) {
        return caller.post(
                V2_ROOT + "/endpointService", "{\"providerName\":\"" + provider + "\",\"region\":\"" + region + "\"}");
    }

    private String connectionStatus(String vpce) {
        return Json.of(caller.get(V2_ENDPOINTS + "/" + vpce))
                .get("connectionStatus")
                .stringValue();
    }

    private static String id(HttpResponse<String> answer) {
        return Json.of(answer).get("id").stringValue();
    }

    private static void assertServed(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/vnd.atlas.2023-01-01+json;charset=utf-8");
        if (!answer.uri().getPath().contains("privateEndpoint")) {
            return;
        }
        assertThat(answer.headers().firstValue("Ratelimit-Limit")).contains("4000");
        assertThat(answer.headers().firstValue("Ratelimit-Remaining")).contains("3999");
    }
}
