package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.CLASSIC_ENDPOINTS;
import static dev.linkgate.sandbox.RunningAtlas.CLASSIC_ROOT;
import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.VPCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shapes and error codes are those of MongoDB's v1.0 documentation. */
class ClassicOverHttpTest {

    private final RunningAtlas running = new RunningAtlas();
    private final AtlasCaller caller = running.v1;

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void newLinkFinallyWaitsForUser() {
        HttpResponse<String> created = create("us-east-1");

        assertThat(created.statusCode()).isEqualTo(201);
        String id = Json.of(created).get("id").stringValue();
        assertThat(created.body())
                .isEqualTo("{\"endpointServiceName\":null,\"errorMessage\":null,\"id\":\"" + id
                        + "\",\"interfaceEndpoints\":[],\"status\":\"INITIATING\"}");
        running.letPass(Duration.ofSeconds(20));
        assertThat(caller.get(CLASSIC_ROOT + "/" + id).body())
                .matches("\\{\"endpointServiceName\":\"com\\.amazonaws\\.vpce\\.us-east-1\\.vpce-svc-[0-9a-f]{17}\","
                        + "\"errorMessage\":null,\"id\":\"" + id
                        + "\",\"interfaceEndpoints\":\\[],\"status\":\"WAITING_FOR_USER\"}");
    }

    @Test
    void refusesByTheClassicNames() {
        add(VPCE);

        assertError(add(VPCE), 409, "PRIVATELINK_INTERFACE_ENDPOINT_ALREADY_EXISTS");
        assertError(caller.delete(CLASSIC_ROOT + "/" + LINK), 409, "CANNOT_DELETE_PRIVATELINK_WITH_ENDPOINTS");
        assertError(create("eu-west-1"), 409, "PRIVATELINK_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION");
        assertError(add("vpc-5"), 404, "PRIVATELINK_INTERFACE_ENDPOINT_ID_MALFORMED");
        assertError(caller.get(CLASSIC_ENDPOINTS + "/vpc-5"), 404, "PRIVATELINK_INTERFACE_ENDPOINT_ID_MALFORMED");
        assertError(caller.get(CLASSIC_ENDPOINTS), 405, "METHOD_NOT_ALLOWED");
        String fresh = Json.of(create("us-west-1")).get("id").stringValue();
        HttpResponse<String> notReady = caller.post(
                CLASSIC_ROOT + "/" + fresh + "/interfaceEndpoints", "{\"interfaceEndpointId\":\"" + VPCE + "\"}");
        assertError(notReady, 409, "PRIVATELINK_CANNOT_ACCEPT_ENDPOINTS");
        assertThat(Json.of(notReady).get("parameters").get(0).stringValue()).isEqualTo(fresh);
        HttpResponse<String> unknown = caller.get(CLASSIC_ROOT + "/5df264b8f10fab7d2cad2f0d");
        assertThat(unknown.body())
                .isEqualTo("{\"detail\":\"A PrivateLink with id 5df264b8f10fab7d2cad2f0d does not exist.\","
                        + "\"error\":404,\"errorCode\":\"PRIVATELINK_NOT_FOUND\",\"parameters\":"
                        + "[\"5df264b8f10fab7d2cad2f0d\"],\"reason\":\"Not Found\"}");
    }

    @Test
    void refusesUnknownField() {
        HttpResponse<String> answer =
                caller.post(CLASSIC_ENDPOINTS, "{\"interfaceEndpointId\":\"" + VPCE + "\",\"id\":\"" + VPCE + "\"}");

        assertError(answer, 400, "INVALID_ATTRIBUTE");
        assertThat(running.atlas.log().writes()).isZero();
    }

    private HttpResponse<String> create(String region) {
        return caller.post(CLASSIC_ROOT, "{\"providerName\":\"AWS\",\"region\":\"" + region + "\"}");
    }

    private HttpResponse<String> add(String vpce) {
        return caller.post(CLASSIC_ENDPOINTS, "{\"interfaceEndpointId\":\"" + vpce + "\"}");
    }
}
