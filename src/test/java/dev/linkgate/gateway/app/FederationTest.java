package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.log.AppliedWrite;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of endpoints of Data Federation. */
@Alone
@Tag("postgresql")
class FederationTest {

    private static final String NAME = "-0x1y2z3a.vpce-svc-00e311695874992b4.us-east-1.vpce.amazonaws.com";
    private static final String YES = "{\"approved\":true}";

    private final Gateway gateway;
    private final Caller administrator;
    private final Scene scene;
    private final NewTeam team;
    private final Caller editor;
    private final String all;
    private final String id = Scene.newEndpoint();

    FederationTest() {
        gateway = Gateway.alone();
        administrator = gateway.administrator();
        scene = Scene.in(gateway).registered();
        team = NewTeam.in(gateway).may("editor", scene.project());
        editor = team.caller();
        all = "/projects/" + scene.project() + "/federation-endpoints";
    }

    private String one(String endpoint) {
        return all + "/" + new EndpointId(endpoint).pathSegment();
    }

    private static String aws(String endpoint, String comment) {
        return "{\"interfaceEndpointId\":\"" + endpoint + "\",\"provider\":\"AWS\",\"region\":\"us-east-1\","
                + "\"customerEndpointDnsName\":\"" + endpoint + NAME + "\",\"comment\":\"" + comment + "\"}";
    }

    private static String azureId() {
        return "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/rg/providers/Microsoft.Network"
                + "/privateEndpoints/pe-" + Gateway.unused(6);
    }

    private static final String AZURE = "{\"azureLinkId\":\"8675309\",\"customerEndpointIPAddress\":\"10.0.0.4\"}";

    private void atAtlas(String endpoint, String comment, @Nullable String status) {
        gateway.atlas()
                .addFederationEndpoint(
                        scene.project(),
                        new AtlasFederationEndpoint(
                                endpoint,
                                Provider.AWS,
                                "US_EAST_1",
                                endpoint + NAME,
                                null,
                                null,
                                comment,
                                status,
                                null));
    }

    private List<AtlasFederationEndpoint> atAtlas() {
        return gateway.atlas().federationEndpoints(scene.project());
    }

    private List<String> sent() {
        return scene.writes().stream().map(AppliedWrite::method).toList();
    }

    @Test
    void theLifeOfAnEndpoint() {
        Answer added = editor.with("Change-Reference", "CHG0030192").post(all, aws(id, "archive"));
        assertThat(added)
                .hasStatus(201)
                .hasHeader("Location", one(id))
                .has("/interfaceEndpointId", id)
                .has("/provider", "AWS")
                .has("/region", "US_EAST_1")
                .has("/customerEndpointDnsName", id + NAME)
                .isNullAt("/azureLinkId")
                .isNullAt("/customerEndpointIPAddress")
                .has("/comment", "archive")
                .has("/connectionStatus", "AVAILABLE")
                .has("/atlasStatus", "OK")
                .has("/failed", false)
                .has("/team", team.name())
                .has("/changeReference", "CHG0030192");
        assertThat(editor.get(one(id)))
                .isOk()
                .has("/addedAt", added.text("/addedAt"))
                .hasHeader("ETag", added.header("ETag"));
        assertThat(editor.get(all)).isOk().results("interfaceEndpointId").containsExactly(id);
        assertThat(editor.post(all, aws(id, "archive")))
                .isProblem("endpoint-exists")
                .has("/current/comment", "archive");
        assertThat(editor.with("Idempotency-Key", "1").post(all, aws(id, "archive")))
                .isOk()
                .hasHeader("Idempotency-Replayed", "true");

        assertThat(editor.put(one(id), "{\"comment\":\"reports\"}"))
                .isOk()
                .has("/comment", "reports")
                .has("/team", team.name());
        assertThat(editor.put(one(id), "{\"comment\":\"reports\"}")).isOk();
        assertThat(editor.put(one(id))).isOk().has("/comment", "reports").has("/region", "US_EAST_1");
        assertThat(sent()).containsExactly("POST", "POST");

        assertThat(editor.delete(one(id))).hasStatus(204).isEmpty();
        assertThat(editor.get(one(id))).isProblem("endpoint-not-found");
        assertThat(editor.delete(one(id))).isProblem("endpoint-not-found");
        assertThat(editor.get(all)).isOk().has("/totalCount", 0);
        assertThat(administrator.get("/admin/audit?phase=OUTCOME&projectId=" + scene.project()))
                .results("action")
                .contains("federation-endpoint.add", "federation-endpoint.ensure", "federation-endpoint.remove");
        assertThat(administrator.get("/admin/audit?target=federation-endpoint:" + id))
                .results("action")
                .contains("federation-endpoint.get", "federation-endpoint.remove");
    }

    @Test
    void oneOfAzureWaitsForAtlas() throws Exception {
        String azure = azureId();
        assertThat(editor.put(one(azure), AZURE))
                .hasStatus(201)
                .has("/provider", "AZURE")
                .has("/azureLinkId", "8675309")
                .has("/customerEndpointIPAddress", "10.0.0.4")
                .has("/connectionStatus", "PENDING")
                .isNullAt("/region");

        assertThat(settled(azure)).has("/connectionStatus", "AVAILABLE").has("/atlasStatus", "OK");
        assertThat(editor.put(one(azure.replace("/resourceGroups/", "/RESOURCEGROUPS/"))))
                .isOk();
        assertThat(editor.delete(one(azure))).hasStatus(204);
    }

    /** The endpoint, as a caller gets it that waits while time passes at Atlas. */
    private Answer settled(String endpoint) throws Exception {
        long before = reads();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Answer> waiting =
                    threads.submit(() -> editor.with("Prefer", "wait=60").get(one(endpoint)));
            Patience.until(this::reads, reads -> reads > before);
            gateway.atlasClock().advance(Duration.ofMinutes(10));
            return waiting.get();
        }
    }

    private long reads() {
        return scene.requestsSince(0).stream()
                .filter(request -> request.method().equals("GET"))
                .count();
    }

    @Test
    void anAzureEndpointNeedsItsLinkAndAddress() {
        assertThat(editor.put(one(azureId()))).isInvalidIn("azureLinkId", "customerEndpointIPAddress");
        assertThat(sent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"interfaceEndpointId":"vpce-0a1b2c3d"} | interfaceEndpointId
            {"interfaceEndpointId":"my-group"} | interfaceEndpointId
            {"interfaceEndpointId":"vpce-0a1b2c3d4e5f60718","provider":"AZURE"} | provider
            {"interfaceEndpointId":"vpce-0a1b2c3d4e5f60718","provider":"GCP"} | provider
            {"interfaceEndpointId":"vpce-0a1b2c3d4e5f60718","region":"us-east-1"} | customerEndpointDnsName
            {"interfaceEndpointId":"vpce-0a1b2c3d4e5f60718","customerEndpointDnsName":"a.example.com"} | region
            {"interfaceEndpointId":"vpce-0a1b2c3d4e5f60718","region":"the moon","customerEndpointDnsName":"a.example.com"} | region
            {"interfaceEndpointId":"vpce-0a1b2c3d4e5f60718","region":"us-east-1","customerEndpointDnsName":"a b"} | customerEndpointDnsName
            {"interfaceEndpointId":"vpce-0a1b2c3d4e5f60718","azureLinkId":"1"} | azureLinkId
            {"interfaceEndpointId":"vpce-0a1b2c3d4e5f60718","comment":"a\\u0007"} | comment
            {} | interfaceEndpointId""")
    void whatIsWrongIsSaidAndNothingSent(String body, String field) {
        assertThat(editor.post(all, body)).isInvalidIn(field);
        assertThat(sent()).isEmpty();
    }

    @Test
    void whatAtlasCannotChangeIsRefused() {
        atAtlas(id, "theirs", "OK");

        assertThat(editor.put(
                        one(id),
                        "{\"region\":\"eu-west-1\",\"customerEndpointDnsName\":\"" + id + NAME
                                + "\",\"comment\":\"ours\"}"))
                .isProblem("endpoint-exists")
                .has("/current/region", "US_EAST_1");
        assertThat(editor.with("Idempotency-Key", "1").post(all, aws(id, "ours")))
                .isProblem("endpoint-exists");
        assertThat(atAtlas()).extracting(AtlasFederationEndpoint::comment).containsExactly("theirs");
        assertThat(sent()).isEmpty();
    }

    @Test
    void theCommentOfAnEndpointOfSomebodyElseMakesNobodyItsOwner() {
        atAtlas(id, "theirs", "OK");

        assertThat(editor.put(one(id), "{\"comment\":\"ours\"}"))
                .isOk()
                .has("/comment", "ours")
                .isNullAt("/team");
        assertThat(editor.get(one(id))).isNullAt("/team").isNullAt("/addedAt");
        assertThat(administrator.get("/admin/audit?phase=OUTCOME&target=federation-endpoint:" + id))
                .has("/results/0/action", "federation-endpoint.ensure")
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/change/after/comment", "ours");
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, PENDING, false",
        "OK, AVAILABLE, false",
        "FAILED, REJECTED, true",
        "DELETING, DELETING, false",
        "MOVING, UNKNOWN, false"
    })
    void atlasHasWordsOfItsOwn(String word, String status, boolean failed) {
        atAtlas(id, "", word);

        assertThat(editor.get(one(id)))
                .has("/connectionStatus", status)
                .has("/atlasStatus", word)
                .has("/failed", failed);
    }

    @Test
    void oneThatHasFailedIsReplacedByHand() throws Exception {
        String failing = Scene.newMagic("e0dec");
        assertThat(editor.put(one(failing))).hasStatus(201);
        assertThat(settled(failing)).has("/failed", true);

        assertThat(editor.put(one(failing))).isOk().has("/failed", true);
        assertThat(sent()).containsExactly("POST");
        assertThat(editor.delete(one(failing))).hasStatus(204);
        assertThat(editor.put(one(failing))).hasStatus(201).has("/failed", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vpce-0a1b2c3d", "my-group"})
    void anIdThatDataFederationCannotHaveIsNotAskedFor(String other) {
        assertThat(editor.get(one(other))).isInvalidIn("interfaceEndpointId");
        assertThat(editor.put(one(other))).isInvalidIn("interfaceEndpointId");
        assertThat(editor.delete(one(other))).isInvalidIn("interfaceEndpointId");
        assertThat(editor.delete(one(other) + "?dryRun=true")).isInvalidIn("interfaceEndpointId");
        assertThat(scene.owner().put(one(other) + "/team", "{\"team\":\"" + team.name() + "\"}"))
                .isInvalidIn("interfaceEndpointId");
        assertThat(scene.requestsSince(0)).isEmpty();
    }

    @Test
    void aPathAndABodyHaveOneId() {
        assertThat(editor.put(one(id), aws(Scene.newEndpoint(), ""))).isInvalidIn("interfaceEndpointId");
        assertThat(sent()).isEmpty();
    }

    @Test
    void whatAppearsWhileItIsAddedIsNoneOfIts() {
        Answer answer = meanwhile(
                () -> editor.put(
                        one(id), "{\"region\":\"eu-west-1\",\"customerEndpointDnsName\":\"" + id + NAME + "\"}"),
                () -> atAtlas(id, "theirs", "OK"));

        assertThat(answer).isProblem("endpoint-exists").has("/current/region", "US_EAST_1");
        assertThat(editor.get(one(id))).isOk().isNullAt("/team");
    }

    @Test
    void whatVanishesWhileItIsRemovedIsGone() {
        atAtlas(id, "theirs", "OK");

        assertThat(meanwhile(
                        () -> editor.delete(one(id)),
                        () -> gateway.atlas().dropFederationEndpoint(scene.project(), id)))
                .isProblem("endpoint-not-found");
        assertThat(atAtlas()).isEmpty();
    }

    @Test
    void whatVanishesWhileItsCommentIsChangedComesBackAsItWas() {
        atAtlas(id, "theirs", "OK");

        assertThat(meanwhile(
                        () -> editor.put(one(id), "{\"comment\":\"ours\"}"),
                        () -> gateway.atlas().dropFederationEndpoint(scene.project(), id)))
                .isOk()
                .has("/comment", "ours");
        assertThat(atAtlas())
                .singleElement()
                .extracting(AtlasFederationEndpoint::region, AtlasFederationEndpoint::customerEndpointDNSName)
                .containsExactly("US_EAST_1", id + NAME);
    }

    /** The answer to a write before which something happens at Atlas, after the gateway has looked. */
    private Answer meanwhile(Supplier<Answer> write, Runnable atAtlas) {
        CompletableFuture<Void> release = new CompletableFuture<>();
        gateway.atlas().faults().next("GET", "endpointIds/", Fault.hold(release));
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(write, Thread.ofPlatform()::start);
        Patience.until(release::getNumberOfDependents, waiting -> waiting > 0);
        atAtlas.run();
        release.complete(null);
        return answer.join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatIsLostIsReadBack(boolean applied) {
        gateway.atlas()
                .faults()
                .next("POST", "endpointIds", applied ? Fault.reset().afterApplying() : Fault.reset());
        assertThat(editor.put(one(id), aws(id, "archive"))).hasStatus(201).has("/team", team.name());
        assertThat(atAtlas()).hasSize(1);

        gateway.atlas().faults().next("POST", "endpointIds", Fault.reset().afterApplying());
        assertThat(editor.put(one(id), "{\"comment\":\"reports\"}")).isOk().has("/comment", "reports");

        gateway.atlas().faults().next("DELETE", "endpointIds", Fault.reset().afterApplying());
        assertThat(editor.delete(one(id))).hasStatus(204);
        assertThat(atAtlas()).isEmpty();
    }

    @Test
    void aListOfAMegabyteIsRead() {
        String comment = "\uD835\uDD50".repeat(500);
        IntStream.range(0, 500).forEach(i -> atAtlas(Scene.newEndpoint(), comment, "OK"));

        assertThat(editor.put(one(id))).hasStatus(201);
        assertThat(editor.get(all + "?itemsPerPage=1")).isOk().has("/totalCount", 501);
        assertThat(editor.get("/projects/" + scene.project() + "/endpoints?itemsPerPage=1"))
                .isOk()
                .has("/totalCount", 501);
    }

    @Test
    void anIdMayBeOnALinkAsWell() {
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        assertThat(editor.put(one(id))).hasStatus(201);

        assertThat(editor.get("/projects/" + scene.project() + "/endpoints"))
                .results("kind")
                .containsExactly("FEDERATION", "LINK");
        assertThat(editor.get("/projects/" + scene.project() + "/endpoints?kind=FEDERATION"))
                .isNullAt("/results/0/linkId")
                .isNullAt("/results/0/region")
                .has("/results/0/team", team.name());
        assertThat(administrator.get("/admin/endpoints?projectId=" + scene.project()))
                .results("kind")
                .containsExactlyInAnyOrder("FEDERATION", "LINK");
        assertThat(administrator.get("/admin/endpoints?kind=FEDERATION&projectId=" + scene.project()))
                .has("/totalCount", 1)
                .isNullAt("/results/0/linkId")
                .has("/results/0/connectionStatus", "AVAILABLE")
                .has("/results/0/team", team.name());

        assertThat(editor.delete(one(id))).hasStatus(204);
        assertThat(editor.get(scene.endpoint(id))).isOk();
    }

    @Test
    void oneThatIsGoneAtAtlasIsForgotten() {
        atAtlas(id, "", "OK");
        assertThat(editor.get(all)).has("/totalCount", 1);
        assertThat(administrator.get("/admin/endpoints?projectId=" + scene.project()))
                .has("/totalCount", 1);
        gateway.atlas().dropFederationEndpoint(scene.project(), id);

        assertThat(editor.get(all)).has("/totalCount", 0);
        assertThat(administrator.get("/admin/endpoints?projectId=" + scene.project()))
                .has("/totalCount", 0);
    }

    @Test
    void itsTeamIsKeptIfAtlasDoesNotShowItForAMoment() {
        assertThat(editor.put(one(id))).hasStatus(201);
        gateway.atlas().dropFederationEndpoint(scene.project(), id);
        assertThat(editor.get(all)).has("/totalCount", 0);
        assertThat(editor.get(one(id))).isProblem("endpoint-not-found");
        atAtlas(id, "", "OK");

        assertThat(editor.get(one(id))).isOk().has("/team", team.name());
    }

    @Test
    void rulesHoldForItAsForOthers() {
        administrator.put(
                "/admin/projects/" + scene.project() + "/rules",
                "{\"awsEndpoints\":\"approved\",\"endpointsPerTeam\":1,\"removal\":\"own-team\"}");
        assertThat(editor.put(one(id) + "?dryRun=true").text("/detail")).contains("\"linkId\":null");
        Answer refused = editor.put(one(id));
        assertThat(refused).isProblem("origin-not-allowed");
        assertThat(administrator.get(refused.text("/accessRequest")))
                .isNullAt("/linkId")
                .has("/interfaceEndpointId", id)
                .has("/state", "PENDING");
        assertThat(administrator.put(refused.text("/accessRequest") + "/answer", YES))
                .isOk();
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).isProblem("origin-not-allowed");
        assertThat(editor.put(one(id))).hasStatus(201);
        assertThat(administrator.get(refused.text("/accessRequest"))).has("/state", "USED");

        String other = Scene.newEndpoint();
        Answer full = editor.post(all, aws(other, ""));
        assertThat(full).isProblem("origin-not-allowed");
        assertThat(administrator.put(full.text("/accessRequest") + "/answer", YES))
                .isOk();
        assertThat(editor.put(one(other))).isProblem("quota-reached");
        assertThat(NewTeam.in(gateway).may("editor", scene.project()).caller().delete(one(id)))
                .isProblem("not-your-endpoint");

        NewTeam heir = NewTeam.in(gateway).may("editor", scene.project());
        assertThat(scene.owner().put(one(id) + "/team", "{\"team\":\"" + heir.name() + "\"}"))
                .isOk()
                .has("/team", heir.name());
        assertThat(editor.put(one(other))).hasStatus(201);
        assertThat(heir.caller().delete(one(id))).hasStatus(204);
    }

    @Test
    void aDryRunShowsTheRequest() {
        assertThat(editor.put(one(id) + "?dryRun=true", aws(id, "archive")))
                .isOk()
                .has("/wouldChange", true)
                .has("/requests/0/method", "POST")
                .has(
                        "/requests/0/path",
                        "/api/atlas/v2/groups/" + scene.project() + "/privateNetworkSettings/endpointIds")
                .has("/requests/0/body/endpointId", id)
                .has("/requests/0/body/region", "US_EAST_1")
                .isNullAt("/current");
        atAtlas(id, "theirs", "OK");
        assertThat(editor.put(one(id) + "?dryRun=true"))
                .has("/wouldChange", false)
                .has("/current/comment", "theirs");
        assertThat(editor.delete(one(id) + "?dryRun=true")).has("/requests/0/method", "DELETE");
        assertThat(atAtlas()).hasSize(1);
    }

    /** Atlas adds regions, so one without a known name is for Atlas to refuse. */
    @Test
    void aRegionWithoutAKnownNameGoesToAtlasAsItIsWritten() {
        String mars = aws(id, "archive").replace("us-east-1", "mars-1");

        assertThat(editor.put(one(id) + "?dryRun=true", mars))
                .has("/requests/0/body/region", "mars-1")
                .has(
                        "/warnings/0",
                        "The gateway does not know the region mars-1 of AWS. Atlas receives it as it is written.");
        assertThat(editor.put(one(id), mars)).isProblem("atlas-rejected-request");
        assertThat(atAtlas()).isEmpty();
    }

    @Test
    void aConditionIsKept() {
        Answer added = editor.put(one(id), aws(id, "archive"));
        assertThat(editor.with("If-None-Match", "*").put(one(id))).isProblem("precondition-failed");
        assertThat(editor.put(one(id), "{\"comment\":\"reports\"}")).isOk();
        assertThat(editor.with("If-Match", added.header("ETag")).delete(one(id)))
                .isProblem("precondition-failed");
        assertThat(editor.with("If-Match", editor.get(one(id)).header("ETag")).delete(one(id)))
                .hasStatus(204);
    }

    @Test
    void atlasOwnToolsFindItOnAtlasPath() {
        String list = "/api/atlas/v2/groups/" + scene.project() + "/privateNetworkSettings/endpointIds";
        AtlasTool tool = AtlasTool.withDigest(team);
        String body = "{\"endpointId\":\"" + id + "\",\"provider\":\"AWS\",\"region\":\"US_EAST_1\","
                + "\"customerEndpointDNSName\":\"" + id + NAME + "\",\"comment\":\"";

        assertThat(tool.post(list, body + "archive\"}"))
                .hasStatus(201)
                .has("/totalCount", 1)
                .has("/results/0/endpointId", id)
                .has("/results/0/type", "DATA_LAKE")
                .has("/results/0/status", "OK")
                .has("/results/0/comment", "archive");
        assertThat(tool.post(list, body + "reports\"}")).hasStatus(201).has("/results/0/comment", "reports");
        assertThat(tool.post(list, body.replace("US_EAST_1", "EU_WEST_1") + "reports\"}"))
                .extractingStatus()
                .isEqualTo(409);
        assertThat(tool.get(list + "/" + id)).isOk().has("/comment", "reports").has("/region", "US_EAST_1");
        assertThat(tool.get(list + "?itemsPerPage=1&pageNum=2")).isOk().has("/totalCount", 1);
        assertThat(editor.get(one(id))).has("/team", team.name());
        assertThat(tool.delete(list + "/" + id)).hasStatus(204).isEmpty();
        assertThat(tool.get(list + "/" + id)).isAtlasError(404, "PRIVATE_NETWORK_ENDPOINT_ID_NOT_FOUND");
        assertThat(tool.delete(list + "/" + id)).isAtlasError(404, "PRIVATE_NETWORK_ENDPOINT_ID_NOT_FOUND");
        assertThat(tool.post(list, "{\"endpointId\":\"" + id + "\",\"provider\":\"GCP\"}"))
                .extractingStatus()
                .isEqualTo(400);
        assertThat(atAtlas()).isEmpty();
    }

    @Test
    void aRoleIsNeeded() {
        assertThat(scene.viewer().get(all)).isOk();
        assertThat(scene.viewer().put(one(id))).isProblem("forbidden");
        assertThat(scene.viewer().delete(one(id))).isProblem("forbidden");
        assertThat(editor.put(one(id) + "/team", "{\"team\":\"" + team.name() + "\"}"))
                .isProblem("forbidden");
        assertThat(NewTeam.in(gateway).caller().get(all)).isProblem("forbidden");
    }
}
