package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.log.SeenRequest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every invalid request is answered with a problem and never reaches Atlas. */
@Tag("postgresql")
@AloneWithoutRetries
class BadRequestsTest {

    private static final int TOO_MUCH = 16 * 1024 + 1;

    private static final Scene SCENE = Scene.in(Gateway.aloneWithoutRetries());
    private static final Caller EDITOR = SCENE.editor();

    private final Scene scene = SCENE;
    private final Gateway gateway = scene.gateway();
    private final Caller editor = EDITOR;
    private final String token = "Authorization: " + editor.headers().get("Authorization") + "\n";
    private long requestsBefore;

    @BeforeEach
    void countRequestsToAtlas() {
        requestsBefore = gateway.atlas().log().requests();
    }

    /** Nothing of this test's project, nor of those that only its paths name; other tests' operations may go on. */
    @AfterEach
    void nothingReachedAtlas() {
        assertThat(gateway.atlas().log().seen())
                .filteredOn(request -> request.number() > requestsBefore)
                .extracting(SeenRequest::uri)
                .noneMatch(uri -> uri.contains(scene.project().value()) || uri.contains("5df264b8f10fab7d2cad2f0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/projects/5DF264B8F10FAB7D2CAD2F0D/links",
                "/projects/5df264b8f10fab7d2cad2f0/links",
                "/projects/5df264b8f10fab7d2cad2f0d%20/links",
                "/projects/5df264b8f10fab7d2cad2f0%0a/links"
            })
    void aProjectIdThatIsNone(String path) {
        assertThat(gateway.administrator().get(path)).isProblem("invalid-request");
    }

    @Test
    void everyInvalidIdIsNamed() {
        assertThat(editor.get("/projects/" + scene.project() + "/links/Y/endpoints/vpce-Z"))
                .isInvalidIn("interfaceEndpointId", "linkId");
        assertThat(gateway.administrator().get("/projects/X/links/Y/endpoints/vpce-Z"))
                .isInvalidIn("interfaceEndpointId", "linkId", "projectId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | interfaceEndpointId",
                "{\"interfaceEndpointId\":null} | interfaceEndpointId",
                "{\"interfaceEndpointId\":7} | interfaceEndpointId",
                "{\"interfaceEndpointId\":[]} | interfaceEndpointId",
                "{\"interfaceEndpointId\":\"vpce-0b9c5701325cb15dd\",\"colour\":\"red\"} | colour",
                "{\"interfaceEndpointId\":\"vpce-0b9c5701325cb15dd\",\"interfaceEndpointId\":\"vpce-0b9c5701325cb15dd\"} | body",
                "{\"interfaceEndpointId\":\"vpce-0b9c5701325cb15dd\"} {} | body",
                "{\"interfaceEndpointId\":\"vpce-0b9c57 | body",
                "{interfaceEndpointId:1} | body",
                "[] | body",
                "\"vpce-0b9c5701325cb15dd\" | body",
                "7 | body",
                "null | body",
                "'' | body",
            })
    void aBodyThatIsNone(String body, String field) {
        assertThat(editor.post(scene.endpoints(), body)).isInvalidIn(field);
    }

    @Test
    void thePlaceOfWhatIsWrongIsTold() {
        String id = "vpce-0b9c5701325cb15dd";
        assertThat(editor.post(scene.endpoints(), Scene.body("x"))).isInvalidAt("#/interfaceEndpointId");
        assertThat(editor.post(scene.endpoints(), "{\"interfaceEndpointId\":\"" + id + "\",\"a/b.c~d\":1}"))
                .isInvalidAt("#/a~1b.c~0d");
        assertThat(editor.post(scene.endpoints(), """
                {"interfaceEndpointId":"rule","gcpProjectId":"my-project",
                 "endpoints":[{"endpointName":"rule","ipAddress":"x"}]}""")).isInvalidAt("#/endpoints/0/ipAddress");
        assertThat(editor.post(scene.endpoints(), "[]")).isInvalidAt("#");
        assertThat(editor.put(scene.endpoint(id), "{\"interfaceEndpointId\":\"vpce-0b9c5701325cb15de\"}"))
                .isInvalidAt("#/interfaceEndpointId");

        assertThat(editor.get(scene.links() + "?colour=red")).isInvalidAt("colour");
        assertThat(editor.post(scene.endpoints() + "?colour=red", Scene.body(id)))
                .isInvalidAt("colour");
        assertThat(editor.put(scene.endpoint("vpce-x"), "{}")).isInvalidAt("interfaceEndpointId");
        assertThat(editor.with("If-Match", "x").put(scene.endpoint(id), "{}")).isInvalidAt("If-Match");
        assertThat(gateway.administrator().put("/admin/teams/payments/identities/deploy", """
                {"issuer":"github","claims":{"kubernetes.io/a":[]}}"""))
                .isInvalidAt("#/claims/kubernetes.io~1a", "#/issuer");
    }

    @Test
    void aBodyThatIsNotEvenText() {
        assertThat(editor.with("Content-Type", "application/json")
                        .send("POST", scene.endpoints(), BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xff, 0})))
                .isInvalidIn("body");
        assertThat(editor.post(scene.endpoints(), "[".repeat(16_000))).isInvalidIn("body");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pageNum=0 | pageNum",
                "pageNum=-1 | pageNum",
                "pageNum=one | pageNum",
                "pageNum= | pageNum",
                "pageNum=99999999999 | pageNum",
                "itemsPerPage=0 | itemsPerPage",
                "itemsPerPage=501 | itemsPerPage",
                "includeCount=yes | includeCount",
                "itemsPerPage=x&pageNum=x&includeCount=x | pageNum itemsPerPage includeCount",
            })
    void aPageThatIsNone(String query, String fields) {
        for (String list : new String[] {"/projects", scene.links(), scene.endpoints(), "/problems"}) {
            assertThat(editor.get(list + "?" + query)).isInvalidIn(fields.split(" "));
        }
        assertThat(gateway.administrator().get("/admin/teams?" + query)).isInvalidIn(fields.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer nonsense",
                "Basic dXNlcjpwYXNz",
                "Digest username=\"x\"",
                "Bearer lgk_000000000000_0000000000000000000000000000000000000000000000000",
                "Bearer eyJhbGciOiJub25lIn0.eyJzY29wZSI6ImxpbmtnYXRlOmFkbWluIn0."
            })
    void aTokenThatIsNone(String authorization) {
        assertThat(gateway.anonymous().with("Authorization", authorization).get("/projects"))
                .isProblem("unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer"})
    void aTokenOfAVariableThatIsNotSet(String authorization) {
        for (String path : new String[] {"/projects", "/api/atlas/v2/groups"}) {
            Answer answer =
                    gateway.anonymous().with("Authorization", authorization).get(path);
            assertThat(answer).hasStatus(401);
            assertThat(answer.text("/detail")).startsWith("The token is empty");
        }
    }

    @Test
    void aPathThatLeadsNowhere() {
        for (String path : new String[] {"/nowhere", "/projects/", "/admin", "/error"}) {
            assertThat(editor.get(path)).isProblem("not-found");
        }
        assertThat(editor.get("/problems/no-such-code")).isProblem("not-found");
        assertThat(gateway.administrator().get("/admin/audit/records/999999999"))
                .isProblem("not-found");
    }

    @Test
    void methodThatThePathDoesNotAccept() {
        assertThat(editor.put(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("method-not-allowed")
                .hasHeader("Allow", "GET, HEAD, POST");
        assertThat(editor.post(scene.linkPath(), "{}"))
                .isProblem("method-not-allowed")
                .hasHeader("Allow", "DELETE, GET, HEAD, PATCH");
        assertThat(editor.send("PATCH", scene.endpoints(), BodyPublishers.noBody()))
                .isProblem("method-not-allowed");
        assertThat(editor.delete("/projects")).isProblem("method-not-allowed");
        assertThat(editor.send("OPTIONS", "/projects", BodyPublishers.noBody())).isProblem("method-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "BREW", "get", "PROPFIND"})
    void aMethodThatNoPathTakes(String method) {
        String request = method + " %s HTTP/1.1\nHost: a\n" + token + "Connection: close\n\n";
        assertThat(Socket.say(gateway, request.formatted("/projects")))
                .isProblem("method-not-allowed")
                .hasHeader("Allow", "GET, HEAD");
        assertThat(Socket.say(gateway, request.formatted("/nowhere"))).isProblem("not-found");
        assertThat(Socket.say(gateway, method + " /projects HTTP/1.1\nHost: a\nConnection: close\n\n"))
                .isProblem("unauthenticated");
    }

    /** It is too late to say so when the work is done. */
    @Test
    void unacceptableFormIsRefusedBeforeTheWrite() {
        Caller picky = editor.with("Accept", "text/html");
        assertThat(picky.get(scene.linkPath())).isProblem("not-acceptable");
        assertThat(picky.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("not-acceptable");
        assertThat(picky.delete(scene.endpoint(Scene.newEndpoint()))).isProblem("not-acceptable");
        assertThat(gateway.administrator()
                        .with("Accept", "text/html")
                        .put("/admin/teams/picky", "{\"description\":\"\"}"))
                .isProblem("not-acceptable");
        assertThat(gateway.administrator().get("/admin/teams/picky")).isProblem("team-not-found");
    }

    @Test
    void aBodyThatIsTooLarge() {
        String large = Scene.body(" ".repeat(TOO_MUCH));
        assertThat(editor.post(scene.endpoints(), large)).isProblem("body-too-large");
        assertThat(editor.post(scene.endpoints() + "?pretty=true", large)).isProblem("body-too-large");
        assertThat(editor.with("Content-Type", "application/json").send("POST", scene.endpoints(), chunked(large)))
                .isProblem("body-too-large");
        assertThat(editor.with("Content-Type", "application/json")
                        .send("POST", scene.endpoints(), chunked(" ".repeat(10 * TOO_MUCH))))
                .isProblem("body-too-large");

        Caller administrator = gateway.administrator().with("Content-Type", "application/json");
        assertThat(administrator.put("/admin/credentials/large", large)).isProblem("body-too-large");
        assertThat(administrator.send("PUT", "/admin/credentials/large", chunked(large)))
                .isProblem("body-too-large");
        assertThat(administrator.put("/admin/teams/large", large)).isProblem("body-too-large");
    }

    /** Each wrong element would need an error to send, and to keep. */
    @Test
    void aListThatIsTooLongIsNotLookedInto() {
        String rules = "{\"interfaceEndpointId\":\"rule\",\"gcpProjectId\":\"p\",\"endpoints\":[" + "{},".repeat(5_000)
                + "{}]}";
        String regions = "\"supportedRemoteRegions\":[" + "\"!\",".repeat(3_500) + "\"!\"]}";
        Caller owner = scene.owner();
        assertThat(editor.post(scene.endpoints(), rules)).isInvalidIn("endpoints");
        assertThat(editor.post(scene.endpoints() + "?dryRun=true", rules)).isInvalidIn("endpoints");
        assertThat(editor.put(scene.endpoint("rule"), rules)).isInvalidIn("endpoints");
        assertThat(owner.post(scene.links(), "{\"provider\":\"AWS\",\"region\":\"us-east-1\"," + regions))
                .isInvalidIn("supportedRemoteRegions");
        assertThat(owner.patch(scene.linkPath(), "{" + regions)).isInvalidIn("supportedRemoteRegions");
    }

    @Test
    void twentyErrorsAreShownAndTheOthersCounted() {
        Answer answer = editor.post(
                scene.endpoints(),
                "{\"interfaceEndpointId\":\"rule\",\"gcpProjectId\":\"p\",\"endpoints\":[" + "{},".repeat(24) + "{}]}");
        assertThat(answer).isProblem("invalid-request");
        assertThat(answer.json().path("moreErrors").asInt()).isEqualTo(5);
        assertThat(answer.json().path("errors").size()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\\u0007", "€"})
    void aProblemIsSmallWhateverTheRequestSays(String character) {
        String name = character.repeat(15_000 / Math.max(3, character.length()));
        for (String path : List.of(
                scene.endpoints(),
                "/api/atlas/v2/groups/" + scene.project() + "/privateEndpoint/AWS/endpointService/" + scene.link()
                        + "/endpoint")) {
            Answer answer = editor.with("Accept", "application/vnd.atlas.2023-01-01+json, */*")
                    .post(path, "{\"" + name + "\":1}");
            assertThat(answer).hasStatus(400);
            assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(8 * 1024);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense", "a/b/c"})
    void aBodyOfAnotherType(String type) {
        assertThat(editor.with("Content-Type", type)
                        .send("POST", scene.endpoints(), BodyPublishers.ofString(Scene.body(Scene.newEndpoint()))))
                .isProblem("unsupported-media-type");
        assertThat(gateway.administrator()
                        .with("Content-Type", type)
                        .send("PUT", "/admin/credentials/typed", BodyPublishers.ofString("{}")))
                .isProblem("unsupported-media-type");
    }

    static Stream<String> wire() {
        return Stream.of(
                "nonsense\n\n",
                "GET\n\n",
                "GET /projects HTTP/9.9\nHost: a\n\n",
                "GET /projects HTTP/1.1\n\n",
                "GET /projects HTTP/1.1\nHost: a\nHost: b\n\n",
                "GET /projects HTTP/1.1\nHost: a b\n\n",
                "GET /projects/%zz HTTP/1.1\nHost: a\n\n",
                "GET /projects/%00 HTTP/1.1\nHost: a\n\n",
                "GET /projects;a=b HTTP/1.1\nHost: a\n\n",
                "GET //projects HTTP/1.1\nHost: a\n\n",
                "GET /projects/../admin HTTP/1.1\nHost: a\n\n",
                "GET /projects?<> HTTP/1.1\nHost: a\n\n",
                "GET /projects HTTP/1.1\nHost: a\nA B: c\n\n",
                "POST /projects HTTP/1.1\nHost: a\nContent-Length: -1\n\n",
                "POST /projects HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 2\n\n{}",
                "POST /projects HTTP/1.1\nHost: a\nTransfer-Encoding: nonsense\n\n",
                "CONNECT a:80 HTTP/1.1\nHost: a:80\n\n");
    }

    @ParameterizedTest
    @MethodSource("wire")
    void aRequestThatIsNotHttp(String request) {
        assertThat(Socket.say(gateway, request)).isProblem("invalid-request");
    }

    /** Otherwise the client's next request would be lost: RFC 9112, section 9.6. */
    @ParameterizedTest
    @MethodSource("wire")
    void theNextRequestIsAnsweredOrTheAnswerSaysThatItsConnectionEnds(String request) {
        String next = "GET /projects HTTP/1.1\nHost: a\n" + token + "\n";
        assertThat(Socket.sayPlainly(gateway, request + next))
                .containsPattern("^HTTP/1\\.1 400 [^{]*(\r\nConnection: close\r\n|.*HTTP/1\\.1 200 )");
    }

    /** Names, values and what is between them count, too. */
    @Test
    void aHeadOfSixteenKilobytesIsTakenAndNoLargerOne() {
        String known = "GET /projects HTTP/1.1\nHost: a\n" + token + "X: ";
        assertThat(Socket.say(gateway, known + "x".repeat(16_000) + "\n\n")).isOk();
        for (String large : List.of(
                known + "x".repeat(16_500) + "\n\n",
                known + "x".repeat(100_000) + "\n\n",
                "GET /" + "x".repeat(20_000) + " HTTP/1.1\nHost: a\n\n")) {
            assertThat(Socket.say(gateway, large)).isProblem("head-too-large").hasHeader("Connection", "close");
        }
    }

    /** Azure's ids have encoded slashes, which do not divide a path. */
    @Test
    void encodedSlashesReachNoOtherPath() {
        String administrator =
                "Authorization: " + gateway.administrator().headers().get("Authorization") + "\n";
        Map.of(
                        "/projects/..%2f..%2fadmin", "invalid-request",
                        "/projects/..%2fadmin%2fteams", "invalid-request",
                        "/admin%2fteams", "not-found")
                .forEach((path, code) -> assertThat(Socket.say(
                                gateway,
                                "GET " + path + " HTTP/1.1\nHost: a\n" + administrator + "Connection: close\n\n"))
                        .isProblem(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pageNum=%zz", "%zz", "pretty=true&envelope=%", "pageNum=1;%u0041"})
    void aQueryThatCannotBeRead(String query) {
        assertThat(Socket.say(
                        gateway, "GET /projects?" + query + " HTTP/1.1\nHost: a\n" + token + "Connection: close\n\n"))
                .isProblem("invalid-request");
    }

    @Test
    void aQueryOfTooManyParameters() {
        assertThat(editor.get("/projects?" + "a=1&".repeat(100) + "pageNum=1"))
                .isProblem("invalid-request")
                .hasNo("/errors");
        assertThat(editor.get("/projects?" + "a=1&".repeat(99) + "pageNum=1"))
                .isProblem("invalid-request")
                .has("/errors/0/field", "a");
    }

    /** HTTP/0.9 has no head; the answer is the problem alone. */
    @Test
    void aRequestOfTheFirstHttp() {
        assertThat(Socket.sayPlainly(gateway, "GET /projects\n\n"))
                .contains("\"code\":\"")
                .doesNotContain("\tat ");
    }

    private static java.net.http.HttpRequest.BodyPublisher chunked(String body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
