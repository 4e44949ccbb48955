package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.V2_ROOT;
import static dev.linkgate.sandbox.RunningAtlas.VPCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Provider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a link is created with, how it changes, and what limits a project's links. */
class LinksOverHttpTest {

    private static final String SERVICES = V2_ROOT + "/endpointService";
    private static final String OTHER_VPCE = "vpce-0f6e2b4c8d1a39e57";

    private final RunningAtlas running = new RunningAtlas();
    private final AtlasCaller caller = running.v2;

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource({"AWS, the-moon", "AZURE, us-east-1", "GCP, US_EAST_1"})
    void regionOfAnotherProvider(String provider, String region) {
        HttpResponse<String> answer = create("""
                {"providerName":"%s","region":"%s"}""".formatted(provider, region));

        assertError(answer, 400, "INVALID_REGION");
        assertThat(Json.of(answer).get("detail").stringValue())
                .isEqualTo("No region " + region + " exists for provider " + provider + ".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"providerName":"AWS","region":"US_EAST_1","portMappingEnabled":true}         | INVALID_ATTRIBUTE
                    {"providerName":"GCP","region":"US_EAST_4","supportedRemoteRegions":["US_EAST_1"]} | PROVIDER_UNSUPPORTED
                    {"providerName":"AWS","region":"US_EAST_1","supportedRemoteRegions":["us-east-1"]} | INVALID_ATTRIBUTE
                    {"providerName":"AWS","region":"US_EAST_1","supportedRemoteRegions":["eu-west-1","EU_WEST_1"]} | INVALID_ATTRIBUTE
                    {"providerName":"AZURE","region":"EASTUS_2"}                                  | INVALID_REGION
                    {"providerName":"GCP","region":"US_CENTRAL_1"}                                | INVALID_REGION
                    {"providerName":"AWS","region":"US_EAST_1","supportedRemoteRegions":["mars"]} | INVALID_REGION
                    {"providerName":"AWS","region":"US_EAST_1","name":"orders"}                   | INVALID_ATTRIBUTE
                    {"providerName":"OCI","region":"us-east-1"}                                   | INVALID_PROVIDER
                    {"providerName":"AWS"}                                                        | MISSING_ATTRIBUTE
                    """)
    void refusedBody(String body, String errorCode) {
        assertError(create(body), 400, errorCode);
        assertThat(running.atlas.log().writes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"cloudProvider":"AZURE","supportedRemoteRegions":[]}       | INVALID_ENUM_VALUE
                    {"supportedRemoteRegions":["US_WEST_2"]}                    | MISSING_ATTRIBUTE
                    {"cloudProvider":"AWS","region":"US_WEST_2"}                | INVALID_ATTRIBUTE
                    {"cloudProvider":"AWS","supportedRemoteRegions":"US_WEST_2"} | INVALID_ATTRIBUTE
                    """)
    void refusedUpdate(String body, String errorCode) {
        assertError(caller.patch(SERVICES + "/" + LINK, body), 400, errorCode);
    }

    @Test
    void onlyAwsLinksAreUpdated() {
        String azure = running.readyLink("AZURE", "EUROPE_WEST", false);

        assertError(caller.patch(SERVICES + "/" + azure, """
                        {"cloudProvider":"AWS"}"""), 404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");
    }

    @Test
    void oneEndpointInEachRegion() {
        String azure = running.readyLink("AZURE", "EUROPE_WEST", false);
        running.add(VPCE);

        assertThat(addAzure(azure, "orders").statusCode()).isEqualTo(201);
        HttpResponse<String> second = running.add(OTHER_VPCE);

        assertError(second, 409, "MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION");
    }

    @Test
    void severalEndpointsInOneRegionOnly() {
        String azure = running.readyLink("AZURE", "EUROPE_WEST", false);
        running.add(VPCE);
        running.add(OTHER_VPCE);

        assertError(addAzure(azure, "orders"), 409, "MULTIPLE_PRIVATE_ENDPOINTS_RESTRICTED_TO_SINGLE_REGION");
    }

    @Test
    void regionalModeLiftsTheLimit() {
        String azure = running.readyLink("AZURE", "EUROPE_WEST", false);
        running.add(VPCE);
        running.add(OTHER_VPCE);

        caller.patch(V2_ROOT + "/regionalMode", "{\"enabled\":true}");

        assertThat(addAzure(azure, "orders").statusCode()).isEqualTo(201);
        assertThat(addAzure(azure, "billing").statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> create(String body) {
        return caller.post(SERVICES, body);
    }

    private HttpResponse<String> addAzure(String link, String name) {
        String id = "/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/test"
                + "/providers/Microsoft.Network/privateEndpoints/" + name;
        return caller.post(RunningAtlas.endpoints(Provider.AZURE, link), RunningAtlas.body(Provider.AZURE, id));
    }
}
