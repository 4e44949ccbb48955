package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error below /api/atlas has Atlas's shape, whoever makes it: {@link HouseRules} checks it on each answer. */
@AloneWithoutRetries
class AtlasApiErrorsTest {

    private static final Gateway GATEWAY = Gateway.aloneWithoutRetries();

    private static final String JSON = "application/vnd.atlas.2023-01-01+json";
    private static final String V2 = "/api/atlas/v2/groups/";
    private static final String V1 = "/api/atlas/v1.0/groups/";

    private static final Scene SCENE = Scene.in(GATEWAY);
    private static final Caller OWNER = ask(SCENE.owner());
    private static final Caller EDITOR = ask(SCENE.editor());

    private final Scene scene = SCENE;
    private final String project = scene.project().value();
    private final String services = V2 + project + "/privateEndpoint/AWS/endpointService";
    private final String service = services + "/" + scene.link();
    private final String endpoints = service + "/endpoint";
    private final Caller owner = OWNER;
    private final Caller editor = EDITOR;

    @AfterEach
    void clear() {
        GATEWAY.atlas().faults().clear();
    }

    private static Caller ask(Caller caller) {
        return caller.with("Accept", JSON);
    }

    /** Made by Tomcat, by Spring's firewall, and by the filters, before a route is known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/atlas/v2/%zz HTTP/1.1~Host: a~Connection: close~~ | 400 | VALIDATION_ERROR",
                "GET /api/atlas/v2;a=b HTTP/1.1~Host: a~Connection: close~~ | 400 | VALIDATION_ERROR",
                "GET /api/atlas/v2 HTTP/9.9~Host: a~~ | 400 | VALIDATION_ERROR",
                "GET /api/atlas/v2 HTTP/1.1~~ | 400 | VALIDATION_ERROR",
                "GET /api/atlas/v2 HTTP/1.1~Host: a~Connection: close~A B: c~~ | 400 | VALIDATION_ERROR",
                "GET /api/atlas/v2 HTTP/1.1~Host: a~Connection: close~X: LONG~~ | 431 | LINKGATE_HEAD_TOO_LARGE",
                "POST /api/atlas/v2 HTTP/1.1~Host: a~Connection: close~Content-Length: -1~~ | 400 | VALIDATION_ERROR",
                "GET /api/atlas/v2?access_token=x HTTP/1.1~Host: a~Connection: close~~ | 400 | VALIDATION_ERROR",
                "GET /api/atlas HTTP/1.1~Host: a~Connection: close~~ | 401 | UNEXPECTED_ERROR",
                "GET /api/%61tlas/v2/nowhere HTTP/1.1~Host: a~Connection: close~~ | 401 | UNEXPECTED_ERROR",
                "BREW /api/atlas/v2 HTTP/1.1~Host: a~Connection: close~~ | 401 | UNEXPECTED_ERROR",
            })
    void aRequestThatReachesNoRoute(String request, int status, String code) {
        assertThat(Socket.say(GATEWAY, request.replace('~', '\n').replace("LONG", "x".repeat(20_000))))
                .isAtlasError(status, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/atlas",
                "/api/atlas/",
                "/api/atlas/v3",
                "/api/atlas/v2/orgs/{p}/apiKeys",
                "/api/atlas/v2/groups/{p}/awsCustomDNS",
                "/api/atlas/v2/groups/{p}/flexClusters/Orders",
                "/api/private/v1.0/telemetry/events",
                "/api/atlas/v2/groups/{p}/accessList",
                "/api/atlas/v2/groups/{p}/privateEndpoint/serverless/instance/x/endpoint",
                "/api/atlas/v1.0/groups/{p}/peers"
            })
    void whatElseAtlasHas(String path) {
        assertThat(owner.get(path.replace("{p}", project))).isAtlasError(403, "LINKGATE_NOT_OFFERED");
    }

    /** Such as the deletion of a project or of a cluster: the tool must not believe that it is done. */
    @Test
    void aMethodThatThePathDoesNotTake() {
        for (Answer refused : List.of(
                owner.delete(V2 + project),
                owner.delete(V2 + project + "/clusters/Orders"),
                owner.put(service, "{}"),
                owner.get(endpoints))) {
            assertThat(refused).isAtlasError(403, "LINKGATE_NOT_OFFERED");
        }
    }

    @Test
    void whatIsNotOfferedIsOnRecord() {
        Answer refused = owner.get(V2 + project + "/awsCustomDNS");

        assertThat(GATEWAY.administrator().get("/admin/audit?requestId=" + refused.header("X-Request-Id")))
                .has("/totalCount", 1)
                .has("/results/0/action", "request.refused")
                .has("/results/0/code", "not-offered");
        assertThat(ask(GATEWAY.anonymous()).get(V2 + project + "/awsCustomDNS")).hasStatus(401);
    }

    @ParameterizedTest
    @CsvSource({
        "clusterId=7, clusterId",
        "pretty=yes, pretty",
        "envelope=1, envelope",
        "pretty=true&pretty=true, pretty",
        "allowLinkRemoval=true, allowLinkRemoval"
    })
    void aQueryParameterThatIsNone(String query, String name) {
        assertThat(owner.get(service + "?" + query))
                .isAtlasError(400, "INVALID_QUERY_PARAMETER")
                .has("/parameters/0", name)
                .has("/detail", "Invalid query parameter " + name + " specified.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pageNum=-1", "pageNum=x", "itemsPerPage=0", "itemsPerPage=501", "pageNum=1&includeCount=yes"})
    void aPageThatIsNone(String query) {
        assertThat(scene.viewer().get(V1 + project + "/privateEndpoint?" + query))
                .isAtlasError(400, "INVALID_QUERY_PARAMETER");
    }

    /** SDKs send all the fields that they know, those of other clouds as null. */
    @Test
    void fieldsOfOtherCloudsMayBeNull() {
        assertThat(editor.post(
                        endpoints,
                        "{\"id\":\"" + Scene.newEndpoint() + "\",\"privateEndpointIPAddress\":null,"
                                + "\"endpointGroupName\":null,\"gcpProjectId\":null,\"endpoints\":null}"))
                .hasStatus(201);
        assertThat(owner.post(
                        V2 + project + "/privateEndpoint/endpointService",
                        "{\"providerName\":\"AZURE\",\"region\":\"eastus2\",\"portMappingEnabled\":null,"
                                + "\"supportedRemoteRegions\":[]}"))
                .hasStatus(201);
    }

    @Test
    void aBodyThatIsTooLargeOrOfAnotherType() {
        assertThat(editor.post(endpoints, "{\"id\":\"" + "x".repeat(70_000) + "\"}"))
                .isAtlasError(413, "LINKGATE_BODY_TOO_LARGE");
        assertThat(editor.with("Content-Type", "text/plain").send("POST", endpoints, BodyPublishers.ofString("{}")))
                .isAtlasError(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @ParameterizedTest
    @CsvSource({
        "USER_UNAUTHORIZED, 502, UNEXPECTED_ERROR",
        "PAYMENT_REQUIRED, 402, NO_PAYMENT_INFORMATION_FOUND",
        "POLICY, 403, RESOURCE_POLICY_VIOLATED",
        "CONFLICT, 409, SIMULATED_CONFLICT",
        "UNAVAILABLE, 503, UNEXPECTED_ERROR",
    })
    void anAdditionThatAtlasRefuses(MagicEndpoint magic, int status, String code) {
        assertThat(editor.post(endpoints, "{\"id\":\"" + magic.onAdding(0) + "\"}"))
                .isAtlasError(status, code);
    }

    @Test
    void anOutcomeThatIsUnknownNamesItsOperation() {
        Answer answer = editor.post(endpoints, "{\"id\":\"" + MagicEndpoint.OFF.onAdding(0) + "\"}");
        assertThat(answer).isAtlasError(502, "UNEXPECTED_ERROR");
        assertThat(answer.header("Location")).startsWith("/operations/op_");
        assertThat(answer.text("/detail")).contains("GET " + answer.header("Location"));
        assertThat(answer.header("Audit-Receipt")).isNotEmpty();
    }

    @Test
    void aLimitOfAtlasThatLastsTooLong() {
        Scene limited = Scene.in(GATEWAY);
        String there = V2 + limited.project() + "/privateEndpoint/AWS/endpointService/" + limited.link();
        Caller viewer = ask(limited.viewer());
        GATEWAY.atlas().faults().always("GET", limited.project().value(), Fault.rateLimited(Duration.ofMinutes(5)));
        assertThat(viewer.get(there))
                .isAtlasError(429, "RATE_LIMITED_TOKEN_BUCKET")
                .hasHeader("Retry-After", "300");
        assertThat(viewer.get(there)).as("held back by the gateway").isAtlasError(429, "RATE_LIMITED");
    }

    @Test
    void headHasNoBody() {
        Answer answer = owner.send("HEAD", services + "/x", BodyPublishers.noBody());
        assertThat(answer).isAtlasError(400, "PATH_PARAM_PARSE_ERROR").isEmpty();
    }

    @Test
    void anErrorIsIndentedButInNoEnvelope() {
        Answer answer = owner.get(services + "/" + Scene.newLink() + "?pretty=true&envelope=true");
        assertThat(answer).isAtlasError(404, "PRIVATE_ENDPOINT_SERVICE_NOT_FOUND");
        assertThat(answer.body()).contains("\n  \"errorCode\"");
    }

    @Test
    void anAnswerIsIndentedAndInAnEnvelope() {
        Answer one = owner.get(service + "?pretty=true&envelope=true");
        assertThat(one).isOk().has("/status", 200).has("/content/id", scene.link());
        assertThat(one.header("Content-Type")).startsWith(JSON);
        assertThat(one.body()).contains("\n  \"content\"");
        assertThat(owner.get(services + "?envelope=true"))
                .isOk()
                .has("/status", 200)
                .has("/content/0/id", scene.link());
    }

    @Tag("harness")
    @Test
    void turnedOffNothingIsOfferedToAnybody() {
        try (Gateway without = GATEWAY.anotherWith("linkgate.atlas-api.enabled=false")) {
            Caller anybody = new Caller(without.url(), answer -> answer, Map.of());
            Caller known = anybody.with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);
            for (String path : List.of("/api/atlas/v2", "/api/atlas/v2/groups", service, "/api/oauth/token")) {
                String error = path.startsWith("/api/oauth") ? "/error" : "/errorCode";
                String expected = path.startsWith("/api/oauth") ? "unauthorized_client" : "LINKGATE_NOT_OFFERED";
                for (Caller caller : List.of(known, anybody, anybody.with("Authorization", "Bearer nonsense"))) {
                    assertThat(caller.get(path)).hasStatus(403).has(error, expected);
                    assertThat(caller.post(path, "{}")).hasStatus(403).has(error, expected);
                }
            }
            assertThat(known.get("/admin/audit?action=request.refused&includeCount=true&limit=1"))
                    .has("/results/0/code", "not-offered");
        }
    }
}
