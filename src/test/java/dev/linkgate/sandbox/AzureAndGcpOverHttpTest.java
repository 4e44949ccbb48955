package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.log.AppliedWrite;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints of Azure and GCP. No recording of them exists; the shapes are those of Atlas's specification. */
class AzureAndGcpOverHttpTest {

    private static final String AZURE_ID = "/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/test"
            + "/providers/Microsoft.Network/privateEndpoints/orders";

    private final RunningAtlas running = new RunningAtlas();
    private final AtlasCaller caller = running.v2;

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void azureEndpointIsTheSameInAnyCase() {
        String endpoints = azureEndpoints();
        caller.post(endpoints, RunningAtlas.body(Provider.AZURE, AZURE_ID));
        String lower = AZURE_ID.toLowerCase(Locale.ROOT);

        assertThat(Json.of(caller.get(endpoints + "/" + encoded(lower)))
                        .get("privateEndpointResourceId")
                        .stringValue())
                .isEqualTo(AZURE_ID);
        assertError(
                caller.post(endpoints, RunningAtlas.body(Provider.AZURE, lower)),
                409,
                "PRIVATE_ENDPOINT_ALREADY_EXISTS");
        assertThat(caller.delete(endpoints + "/" + encoded(lower)).statusCode()).isEqualTo(202);
    }

    @Test
    void azureIdIsDecodedOnce() {
        String endpoints = azureEndpoints();
        caller.post(endpoints, RunningAtlas.body(Provider.AZURE, AZURE_ID));

        assertError(caller.get(endpoints + "/" + encoded(encoded(AZURE_ID))), 400, "PATH_PARAM_PARSE_ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0", "10.0.0.256", "localhost", ""})
    void azureAddressIsAnIpAddress(String address) {
        HttpResponse<String> answer = caller.post(azureEndpoints(), """
                {"id":"%s","privateEndpointIPAddress":"%s"}""".formatted(AZURE_ID, address));

        assertError(answer, 400, "INVALID_ATTRIBUTE");
    }

    @Test
    void azureAddressIsRequired() {
        assertError(caller.post(azureEndpoints(), """
                        {"id":"%s"}""".formatted(AZURE_ID)), 400, "MISSING_ATTRIBUTE");
    }

    @Test
    void gcpGroupIsVerifiedBeforeItIsAvailable() {
        String endpoints = gcpEndpoints(false);

        HttpResponse<String> added = caller.post(endpoints, """
                {"endpointGroupName":"orders","gcpProjectId":"my-network","endpoints":[\
                {"endpointName":"orders-0","ipAddress":"10.0.0.4"},\
                {"endpointName":"orders-1","ipAddress":"10.0.0.5"}]}""");

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.body())
                .isEqualTo("{\"cloudProvider\":\"GCP\",\"deleteRequested\":false,\"endpointGroupName\":\"orders\","
                        + "\"endpoints\":[{\"endpointName\":\"orders-0\",\"ipAddress\":\"10.0.0.4\",\"status\":"
                        + "\"INITIATING\"},{\"endpointName\":\"orders-1\",\"ipAddress\":\"10.0.0.5\",\"status\":"
                        + "\"INITIATING\"}],\"errorMessage\":null,\"gcpProjectId\":\"my-network\","
                        + "\"portMappingEnabled\":false,\"status\":\"INITIATING\"}");
        running.letPass(Duration.ofSeconds(2));
        assertThat(Json.of(caller.get(endpoints + "/orders")).get("status").stringValue())
                .isEqualTo("VERIFIED");
        running.letPass(Duration.ofSeconds(3));
        assertThat(Json.of(caller.get(endpoints + "/orders")).get("status").stringValue())
                .isEqualTo("AVAILABLE");
    }

    @Test
    void portMappedEndpointHasExactlyOneForwardingRule() {
        HttpResponse<String> answer = caller.post(gcpEndpoints(true), """
                {"endpointGroupName":"orders","gcpProjectId":"my-network","endpoints":[\
                {"endpointName":"orders-0","ipAddress":"10.0.0.4"},\
                {"endpointName":"orders-1","ipAddress":"10.0.0.5"}]}""");

        assertError(answer, 400, "INVALID_ATTRIBUTE");
        assertThat(running.atlas.log().applied())
                .extracting(AppliedWrite::endpoint)
                .containsExactly("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"endpointGroupName":"orders","gcpProjectId":"p"}                                | MISSING_ATTRIBUTE
                    {"endpointGroupName":"orders","gcpProjectId":"p","endpoints":[]}                 | INVALID_ATTRIBUTE
                    {"endpointGroupName":"orders","gcpProjectId":"p","endpoints":[{"ipAddress":"10.0.0.4"}]} | MISSING_ATTRIBUTE
                    {"endpointGroupName":"orders","gcpProjectId":"p","endpoints":[{"endpointName":"a","ipAddress":"x"}]} | INVALID_ATTRIBUTE
                    {"gcpProjectId":"p","endpoints":[{"endpointName":"a","ipAddress":"10.0.0.4"}]}   | MISSING_ATTRIBUTE
                    {"endpointGroupName":"orders","gcpProjectId":"p","endpoints":[{"endpointName":"A","ipAddress":"10.0.0.4"}]} | INVALID_ATTRIBUTE
                    {"id":"vpce-0b9c5701325cb15dd"}                                                  | INVALID_ATTRIBUTE
                    """)
    void refusedGcpBody(String body, String errorCode) {
        assertError(caller.post(gcpEndpoints(false), body), 400, errorCode);
    }

    private String azureEndpoints() {
        return RunningAtlas.endpoints(Provider.AZURE, running.readyLink("AZURE", "EUROPE_WEST", false));
    }

    private String gcpEndpoints(boolean portMapping) {
        return RunningAtlas.endpoints(Provider.GCP, running.readyLink("GCP", "US_EAST_4", portMapping));
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
