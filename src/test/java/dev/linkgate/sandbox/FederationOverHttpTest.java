package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.sandbox.state.ProjectRole;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The endpoints of Data Federation and Online Archive. No recording of them exists; see Atlas's specification. */
class FederationOverHttpTest {

    private static final String LIST = "/api/atlas/v2/groups/" + PROJECT + "/privateNetworkSettings/endpointIds";
    private static final String AWS_ID = "vpce-0d5e8f7a2b3c4d6e1";
    private static final String AZURE_ID = "/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/test"
            + "/providers/Microsoft.Network/privateEndpoints/archive";
    private static final String NAME = AWS_ID + "-0x1y2z3a.vpce-svc-00e311695874992b4.us-east-1.vpce.amazonaws.com";

    private final RunningAtlas running = new RunningAtlas();
    private final AtlasCaller caller = running.v2;

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void anAdditionIsAnsweredWithTheWholeList() {
        add(AWS_ID);

        HttpResponse<String> added = caller.post(LIST, """
                {"endpointId":"vpce-0f6e2b4c8d1a39e57","provider":"AWS","type":"DATA_LAKE","comment":"archive",\
                "region":"US_EAST_1","customerEndpointDNSName":"%s"}""".formatted(NAME));

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(added.headers().firstValue("Content-Type"))
                .contains("application/vnd.atlas.2023-01-01+json;charset=utf-8");
        JsonNode list = Json.of(added);
        assertThat(list.propertyNames()).containsExactly("links", "results", "totalCount");
        assertThat(list.get("totalCount").intValue()).isEqualTo(2);
        assertThat(list.at("/results/0").toString()).isEqualTo("""
                {"endpointId":"%s","provider":"AWS","status":"OK","type":"DATA_LAKE"}""".formatted(AWS_ID));
        assertThat(list.at("/results/1").toString()).isEqualTo("""
                {"comment":"archive","customerEndpointDNSName":"%s","endpointId":"vpce-0f6e2b4c8d1a39e57",\
                "provider":"AWS","region":"US_EAST_1","status":"OK","type":"DATA_LAKE"}""".formatted(NAME));
        assertThat(Json.of(caller.get(LIST))).isEqualTo(list);
        assertThat(Json.of(caller.get(LIST + "/" + AWS_ID))).isEqualTo(list.at("/results/0"));
    }

    @Test
    void anotherAdditionChangesNothingButTheComment() {
        caller.post(LIST, """
                {"endpointId":"%s","comment":"one","region":"US_EAST_1","customerEndpointDNSName":"%s"}\
                """.formatted(AWS_ID, NAME));

        assertThat(caller.post(LIST, """
                        {"endpointId":"%s","comment":"two","region":"EU_WEST_1","customerEndpointDNSName":"other.example"}\
                        """.formatted(AWS_ID)).statusCode()).isEqualTo(201);

        JsonNode endpoint = Json.of(caller.get(LIST + "/" + AWS_ID));
        assertThat(endpoint.get("comment").stringValue()).isEqualTo("two");
        assertThat(endpoint.get("region").stringValue()).isEqualTo("US_EAST_1");
        assertThat(endpoint.get("customerEndpointDNSName").stringValue()).isEqualTo(NAME);
        assertThat(running.atlas.federationEndpoints(PROJECT)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'endpointId':'vpce-0d5e8f7a' | INVALID_ATTRIBUTE",
                "'endpointId':'vpce-0D5E8F7A2B3C4D6E1' | INVALID_ATTRIBUTE",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','provider':'AZURE' | INVALID_ATTRIBUTE",
                "'endpointId':'orders','provider':'GCP' | PROVIDER_UNSUPPORTED",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','provider':'aws' | INVALID_PROVIDER",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','type':'CLUSTER' | INVALID_ENUM_VALUE",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','region':'US_EAST_1' | MISSING_ATTRIBUTE",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','customerEndpointDNSName':'a.example' | MISSING_ATTRIBUTE",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','region':'us-east-1','customerEndpointDNSName':'a.example' "
                        + "| INVALID_REGION",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','region':'US_EAST_1','customerEndpointDNSName':'a b' "
                        + "| INVALID_ATTRIBUTE",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','azureLinkId':'536871312' | INVALID_ATTRIBUTE",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','comment':5 | INVALID_ATTRIBUTE",
                "'endpointId':'vpce-0d5e8f7a2b3c4d6e1','colour':'red' | INVALID_ATTRIBUTE",
                "'provider':'AWS' | MISSING_ATTRIBUTE"
            })
    void whatDoesNotFitIsRefused(String fields, String code) {
        assertError(caller.post(LIST, "{" + fields.replace('\'', '"') + "}"), 400, code);
        assertThat(running.atlas.federationEndpoints(PROJECT)).isEmpty();
        assertThat(running.atlas.log().applied()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'customerEndpointIPAddress':'10.0.0.4' | MISSING_ATTRIBUTE",
                "'azureLinkId':'536871312' | MISSING_ATTRIBUTE",
                "'azureLinkId':' ','customerEndpointIPAddress':'10.0.0.4' | INVALID_ATTRIBUTE",
                "'azureLinkId':'536871312','customerEndpointIPAddress':'10.0.0' | INVALID_ATTRIBUTE",
                "'azureLinkId':'536871312','customerEndpointIPAddress':'10.0.0.4','region':'eastus2' | INVALID_REGION"
            })
    void anAzureEndpointNeedsItsLinkAndAddress(String fields, String code) {
        String body = "{'endpointId':'" + AZURE_ID + "','provider':'AZURE'," + fields + "}";

        assertError(caller.post(LIST, body.replace('\'', '"')), 400, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vpce-0d5e8f7a", "orders", "%2Fsubscriptions"})
    void anIdOfAnotherFormIsNoPath(String id) {
        assertError(caller.get(LIST + "/" + id), 400, "PATH_PARAM_PARSE_ERROR");
        assertError(caller.delete(LIST + "/" + id), 400, "PATH_PARAM_PARSE_ERROR");
    }

    @Test
    void aListHasPagesAndAnAdditionHasNone() {
        for (int n = 0; n < 101; n++) {
            running.atlas.addFederationEndpoint(PROJECT, plain("vpce-0d5e8f7a2b3c4d%03x".formatted(n)));
        }

        JsonNode second = Json.of(caller.get(LIST + "?pageNum=2&itemsPerPage=100"));
        assertThat(second.get("results")).hasSize(1);
        assertThat(second.get("totalCount").intValue()).isEqualTo(101);
        assertThat(Json.of(caller.get(LIST)).get("links").toString()).contains("pageNum=2");
        assertThat(Json.of(caller.get(LIST + "?includeCount=false"))
                        .get("totalCount")
                        .intValue())
                .isZero();
        assertError(caller.get(LIST + "?itemsPerPage=501"), 400, "INVALID_QUERY_PARAMETER");
        assertThat(Json.of(add(AWS_ID)).get("results")).hasSize(102);
    }

    @Test
    void aReaderMayNotWrite() {
        running.atlas.addFederationEndpoint(PROJECT, plain(AWS_ID));
        running.atlas.assignRoles(RunningAtlas.PUBLIC_KEY, PROJECT, ProjectRole.GROUP_READ_ONLY);

        assertThat(caller.get(LIST + "/" + AWS_ID).statusCode()).isEqualTo(200);
        assertError(add("vpce-0f6e2b4c8d1a39e57"), 401, "USER_UNAUTHORIZED");
        assertError(caller.delete(LIST + "/" + AWS_ID), 401, "USER_UNAUTHORIZED");
    }

    @Test
    void otherMethodsVersionsProjectsAndApisAreRefused() {
        assertError(caller.patch(LIST + "/" + AWS_ID, "{}"), 405, "METHOD_NOT_ALLOWED");
        assertError(caller.delete(LIST), 405, "METHOD_NOT_ALLOWED");
        assertError(running.v1.get(LIST), 406, "INVALID_VERSION_DATE");
        assertError(running.v1.get(LIST.replace("v2", "v1.0")), 404, "RESOURCE_NOT_FOUND");
        assertError(caller.get(LIST.replace(PROJECT.value(), "64b7f0c2a91d3e5f60718299")), 404, "GROUP_NOT_FOUND");
        assertError(caller.get(LIST.replace(PROJECT.value(), "orders")), 404, "INVALID_GROUP_ID");
        assertError(caller.get(LIST + "/" + AWS_ID + "/status"), 404, "RESOURCE_NOT_FOUND");
    }

    private HttpResponse<String> add(String id) {
        String azure = id.startsWith("/")
                ? ",\"provider\":\"AZURE\",\"azureLinkId\":\"536871312\",\"customerEndpointIPAddress\":\"10.0.0.4\""
                : "";
        return caller.post(LIST, "{\"endpointId\":\"" + id + "\"" + azure + "}");
    }

    private static AtlasFederationEndpoint plain(String id) {
        return new AtlasFederationEndpoint(id, Provider.AWS, null, null, null, null, null, null, null);
    }
}
