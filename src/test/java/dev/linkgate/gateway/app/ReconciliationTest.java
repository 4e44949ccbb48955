package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.atlas.CapturedLog;
import dev.linkgate.gateway.core.atlas.credential.Replica;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.drift.DriftWords;
import dev.linkgate.gateway.feature.drift.reconcile.ProjectChecks;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.Author;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedEventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * {@code GET /admin/audit/reconciliation}: each project at Atlas, compared with the trail whenever the test says so.
 */
class ReconciliationTest {

    private static final Gateway GATEWAY = Gateway.start(TestDatabase.SQLITE, "linkgate.audit.reconcile-interval=1d");

    private static final StoredEvents EVENTS = new StoredEvents(GATEWAY.database());

    private final Gateway gateway = GATEWAY;
    private final ProjectChecks checks = new ProjectChecks(gateway.context());
    private final Scene scene = newScene();
    private final Caller owner = scene.owner();

    ReconciliationTest() {
        atlasIsNow();
    }

    @AfterAll
    static void stop() {
        GATEWAY.close();
    }

    private Scene newScene() {
        Scene scene = Scene.in(gateway);
        checks.onlyWhenAsked(scene.project());
        return scene;
    }

    /** The inventory is what was last seen, and Atlas is not asked for it. */
    @Test
    void theInventoryFollowsWhatAtlasShows() {
        String added = Scene.newEndpoint();
        String past = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        assertThat(owner.post(scene.endpoints(), Scene.body(added))).hasStatus(201);
        checked();
        long asked = gateway.atlas().log().requests();

        Answer inventory = gateway.administrator().get(inventory());
        assertThat(inventory)
                .isOk()
                .has("/totalCount", 2)
                .has("/results/0/linkId", scene.link().value())
                .has("/results/0/provider", "AWS")
                .has("/results/0/region", "US_EAST_1");
        assertThat(entry(inventory, added).path("team").asString()).startsWith("team-");
        assertThat(entry(inventory, added).path("connectionStatus").asString()).isEqualTo("PENDING_ACCEPTANCE");
        assertThat(entry(inventory, past).path("team").isNull()).isTrue();
        assertThat(entry(inventory, past).path("connectionStatus").asString()).isEqualTo("AVAILABLE");
        assertThat(entry(inventory, past).path("seenAt").isString()).isTrue();
        assertThat(scene.requestsSince(asked)).isEmpty();

        gateway.atlas()
                .write(
                        Author.key("outsider"),
                        new PrivateEndpointOperation.RemoveEndpoint(
                                scene.project().value(),
                                Provider.AWS,
                                scene.link().value(),
                                past));
        atlasIsAt(Instant.now().plus(Duration.ofHours(1)));
        checked();
        assertThat(gateway.administrator().get(inventory())).has("/totalCount", 1);
    }

    /** Atlas has no events of them, so what others add and remove is seen when they are listed. */
    @Test
    void endpointsOfDataFederationAreListedAtEachLook() {
        String vanishing = Scene.newEndpoint();
        String appearing = Scene.newEndpoint();
        federate(vanishing);
        checked();
        Answer before = gateway.administrator().get(inventory());
        assertThat(before).has("/totalCount", 1).has("/results/0/kind", "FEDERATION");
        assertThat(entry(before, vanishing).path("connectionStatus").asString()).isEqualTo("AVAILABLE");

        gateway.atlas().dropFederationEndpoint(scene.project(), vanishing);
        federate(appearing);
        atlasIsAt(Instant.now().plus(Duration.ofHours(1)));
        Answer report = checked();

        Answer inventory = gateway.administrator().get(inventory());
        assertThat(inventory).has("/totalCount", 1);
        assertThat(entry(inventory, appearing).path("seenAt").isString()).isTrue();
        assertThat(report).has("/state", "CHECKED").has("/total", 0);
    }

    @Test
    void aListOfDataFederationThatAtlasRefusesHoldsUpNothing() {
        federate(Scene.newEndpoint());
        String onLink = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        gateway.atlas()
                .faults()
                .next(
                        "GET",
                        scene.project() + "/privateNetworkSettings",
                        Fault.error(403, "USER_UNAUTHORIZED", "Not this."));

        assertThat(checked()).has("/state", "CHECKED");
        Answer inventory = gateway.administrator().get(inventory());
        assertThat(inventory).has("/totalCount", 1);
        assertThat(entry(inventory, onLink).path("seenAt").isString()).isTrue();
    }

    private void federate(String endpoint) {
        gateway.atlas()
                .addFederationEndpoint(
                        scene.project(),
                        new AtlasFederationEndpoint(
                                endpoint, Provider.AWS, null, null, null, null, "Reports", "OK", null));
    }

    private String inventory() {
        return "/admin/endpoints?projectId=" + scene.project();
    }

    private static JsonNode entry(Answer inventory, String endpoint) {
        return inventory
                .json()
                .path("results")
                .valueStream()
                .filter(entry -> entry.path("interfaceEndpointId").asString().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theGatewaysOwnWritesAreNoFindings() {
        checked();
        String stays = Scene.newEndpoint();
        String goes = Scene.newEndpoint();
        assertThat(owner.post(scene.endpoints(), Scene.body(stays))).hasStatus(201);
        assertThat(owner.put(scene.endpoint(goes), "")).hasStatus(201);
        assertThat(owner.put(scene.endpoint(goes), "")).isOk();
        assertThat(owner.delete(scene.endpoint(goes))).hasStatus(202);
        assertThat(owner.post(scene.links(), "{\"provider\":\"AZURE\",\"region\":\"EUROPE_WEST\"}"))
                .hasStatus(201);
        assertThat(owner.put("/projects/" + scene.project() + "/regional-mode", "{\"enabled\":true}"))
                .isOk();
        assertThat(owner.post(scene.endpoints() + "?dryRun=true", Scene.body(Scene.newEndpoint())))
                .isOk();
        assertThat(owner.post(scene.endpoints(), Scene.body(stays))).isProblem("endpoint-exists");

        Answer report = checked();

        assertThat(report).has("/matched", 5).has("/state", "CHECKED").has("/total", 0);
        assertThat(checkedTwice()).has("/matched", 5).has("/total", 0);
    }

    @Test
    void aWritePastTheGatewayIsFoundOnce() {
        checked();
        double before = gateway.metric("linkgate_audit_findings_total", "kind=\"outside-the-gateway\"");
        String stranger = Scene.newEndpoint();
        try (CapturedLog log = new CapturedLog()) {
            add(Author.key("outsider"), stranger);

            Answer report = checked();

            assertThat(report)
                    .has("/total", 1)
                    .has("/findings/0/kind", "outside-the-gateway")
                    .has("/findings/0/projectId", scene.project())
                    .has("/findings/0/event/eventTypeName", "INTERFACE_ENDPOINT_CREATED")
                    .has("/findings/0/event/publicKey", "outsider")
                    .has("/findings/0/event/remoteAddress", "127.0.0.1")
                    .isNullAt("/findings/0/receipt")
                    .has("/findings/0/differences/appeared/0/linkId", scene.link())
                    .has("/findings/0/differences/appeared/0/interfaceEndpointId", stranger)
                    .hasNo("/findings/0/differences/vanished/0");
            assertThat(checkedTwice()).has("/total", 1);
            assertThat(events())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("\"kind\":\"outside-the-gateway\"", "INTERFACE_ENDPOINT_CREATED", stranger)
                    .doesNotContain("outsider", "127.0.0.1");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("outside the gateway")
                            && line.contains(scene.project().value()))
                    .hasSize(1);
        }
        assertThat(gateway.metric("linkgate_audit_findings_total", "kind=\"outside-the-gateway\"") - before)
                .isEqualTo(1);
    }

    /** What it has changed is told when Atlas shows the links again. */
    @Test
    void anEventIsFoundAlthoughTheLinksCannotBeRead() {
        checked();
        String stranger = Scene.newEndpoint();
        add(Author.key("outsider"), stranger);
        gateway.atlas()
                .faults()
                .next(
                        "GET",
                        scene.project() + "/privateEndpoint/",
                        Fault.error(402, "NO_PAYMENT", "A payment is missing."));

        assertThat(checked())
                .has("/state", "FAILED")
                .has("/total", 1)
                .has("/findings/0/event/publicKey", "outsider")
                .isNullAt("/findings/0/differences");
        Answer second = checked();
        assertThat(second).has("/state", "CHECKED").has("/total", 2);
        assertThat(second.json().at("/findings").toString()).contains(stranger);
        assertThat(checked()).has("/total", 2);
    }

    @Test
    void whoIsNotToldIsFoundByWhatAppeared() {
        checked();
        gateway.atlas().events().hideAuthors(scene.project().value());
        assertThat(owner.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);
        checked();
        String stranger = Scene.newEndpoint();
        add(Author.key("outsider"), stranger);

        Answer report = checked();

        assertThat(report)
                .has("/total", 1)
                .has("/matched", 2)
                .isNullAt("/findings/0/event/publicKey")
                .has("/findings/0/differences/appeared/0/interfaceEndpointId", stranger);
    }

    @Test
    void whatTheFirstLookFindsIsWhereItBegins() {
        atlasIsAt(Instant.now().minusSeconds(5));
        add(Author.key("outsider"), Scene.newEndpoint());

        assertThat(checkedTwice()).has("/total", 0).has("/matched", 0);
    }

    @Test
    void aLostEventOfWhatAtlasHasIsNoFinding() {
        checked();
        gateway.atlas().events().loseNext(scene.project().value(), 1);
        assertThat(owner.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);

        assertThat(checkedTwice()).has("/total", 0).has("/matched", 0);
    }

    @Test
    void allPagesAreRead() {
        checked();
        for (int i = 0; i < 1_000; i++) {
            gateway.atlas()
                    .events()
                    .add(
                            scene.project().value(),
                            SimulatedEventType.INTERFACE_ENDPOINT_PATCHED,
                            Author.key("outsider"));
        }

        Answer report = checked();

        assertThat(report).has("/total", 1_000);
        assertThat(report.json().at("/findings").size()).isEqualTo(500);
        assertThat(gateway.atlas().log().seen())
                .as("the page after two full ones is asked for, too")
                .anyMatch(request -> request.uri().contains("/" + scene.project() + "/events?pageNum=3&"));
    }

    @Test
    void aCredentialThatMayNotReadEventsIsReportedOnce() {
        String key = "no-events-" + Gateway.unused(4);
        gateway.atlas().permissions().setReadsEvents(key, false);
        try (CapturedLog log = new CapturedLog()) {
            String secret = "6d4c1d6e-4b0a-4d4b-8d6c-" + Gateway.unused(12);
            gateway.atlas().keys().accept(key, Secret.of(secret));
            scene.hasCredential(key, secret);

            Answer report = checked();

            assertThat(report.text("/detail")).isNotEmpty();
            checkedTwice();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("does not let the credential")
                            && line.contains(scene.project().value()))
                    .hasSize(1);
        }
        assertThat(owner.get(scene.links())).isOk();

        gateway.atlas().permissions().setReadsEvents(key, true);

        assertThat(checked()).has("/state", "CHECKED");
    }

    @Test
    void aKeyThatAnotherReplicaHasJustReplacedIsTheGatewaysOwn() {
        String firstSecret = "5a1f2f4e-9f7d-4b0f-9d52-" + Gateway.unused(12);
        String first = "first-" + Gateway.unused(4);
        gateway.atlas().keys().accept(first, Secret.of(firstSecret));
        String name = scene.hasCredential(first, firstSecret);
        checked();
        String secret = "5a1f2f4e-9f7d-4b0f-9d51-" + Gateway.unused(12);
        String next = "second-" + Gateway.unused(4);
        gateway.atlas().keys().accept(next, Secret.of(secret));
        gateway.house().forbid(secret);
        Replica other = new Replica(gateway.context().getBean(DataSource.class), Gateway.MASTER_KEY);
        other.vault.putDigestKey(name, next, Secret.of(secret));
        gateway.atlas()
                .events()
                .add(scene.project().value(), SimulatedEventType.INTERFACE_ENDPOINT_PATCHED, Author.key(next));

        assertThat(checked()).has("/matched", 1).has("/total", 0);
    }

    @Test
    void aProjectThatAtlasDoesNotKnowCountsForItselfOnly() {
        String stranger = Scene.newProject().value();
        gateway.administrator().put("/admin/teams/strangers", "{\"description\":\"Has a role on a mistyped project\"}");
        assertThat(gateway.administrator().put("/admin/teams/strangers/grants/" + stranger, "{\"role\":\"viewer\"}"))
                .hasStatus(201);

        checked();
        checks.check(new ProjectId(stranger));
        areForgotten(scene.project().value(), stranger);
        Answer alone = gateway.administrator().get("/admin/audit/reconciliation?projectId=" + stranger);
        Answer all = gateway.administrator().get("/admin/audit/reconciliation");

        assertThat(alone).has("/state", "PROJECT_UNKNOWN").isNullAt("/checkedUntil");
        assertThat(all).has("/state", "CHECKED");
        assertThat(all.text("/checkedUntil")).isNotEmpty();
        assertThat(all.text("/detail")).contains(stranger);
    }

    @Test
    void anAcknowledgedFindingIsNotOpen() {
        checked();
        add(Author.key("outsider"), Scene.newEndpoint());
        Answer report = checked();
        assertThat(report).isNullAt("/findings/0/acknowledgement");
        String path = "/admin/audit/reconciliation/findings/" + report.text("/findings/0/id") + "/acknowledgement";

        Answer said = gateway.administrator().post(path, "{\"comment\":\"Ada, by hand\"}");

        assertThat(said).isOk().has("/acknowledgement/comment", "Ada, by hand").has("/kind", "outside-the-gateway");
        assertThat(report())
                .has("/total", 1)
                .has("/open", 0)
                .has("/findings/0/acknowledgement/by/kind", "admin")
                .has("/findings/0/acknowledgement/comment", "Ada, by hand")
                .has("/findings/0/acknowledgement/at", said.text("/acknowledgement/at"));
        assertThat(gateway.administrator().get("/admin/audit?action=audit.acknowledge&projectId=" + scene.project()))
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/projectId", scene.project());
        checks.countFindings();
        assertThat(gateway.metric("linkgate_audit_findings_open")).isEqualTo(openFindings());

        assertThat(gateway.administrator().post(path, "{\"comment\":\"Bob\"}")).has("/acknowledgement/comment", "Bob");
        assertThat(gateway.administrator().post(path, "{\"comment\":\" \"}")).isInvalidIn("comment");
        assertThat(gateway.administrator().post(path.replace("event:", "event:x"), "{\"comment\":\"Bob\"}"))
                .isProblem("not-found");
    }

    @Test
    void wrongParametersAreNamed() {
        Caller administrator = gateway.administrator();
        String report = "/admin/audit/reconciliation";

        assertThat(administrator.get(report + "?projectId=x&from=yesterday&to=9"))
                .isInvalidIn("projectId", "from", "to");
        assertThat(administrator.get(report + "?from=2026-11-27T00:00:00Z&to=2026-11-26T00:00:00Z"))
                .isInvalidIn("to");
        assertThat(administrator.get(report + "?unknown=1")).isInvalidIn("unknown");
        assertThat(administrator.get(report + "?projectId=" + Scene.newProject()))
                .isProblem("project-not-found");
    }

    /** Forgets what other tests have left. */
    private void areForgotten(String one, String other) {
        gateway.database()
                .sql("DELETE FROM reconciliation WHERE project_id NOT IN (?, ?)")
                .params(one, other)
                .update();
    }

    private double openFindings() {
        return gateway.administrator()
                .get("/admin/audit/reconciliation")
                .json()
                .at("/open")
                .asDouble();
    }

    private void add(Author author, String endpoint) {
        gateway.atlas()
                .write(
                        author,
                        new PrivateEndpointOperation.AddEndpoint(
                                scene.project().value(), scene.link().value(), new NewAtlasEndpoint.Aws(endpoint)));
    }

    private void atlasIsNow() {
        atlasIsAt(Instant.now());
    }

    private void atlasIsAt(Instant time) {
        gateway.atlasClock().advance(Duration.between(gateway.atlasClock().instant(), time));
    }

    private String path() {
        return "/admin/audit/reconciliation?projectId=" + scene.project();
    }

    private Answer of(String more) {
        return gateway.administrator().get(path() + more);
    }

    private Answer report() {
        return of("");
    }

    /** What Atlas does then is done after that. */
    private Answer checked() {
        checks.check(scene.project());
        atlasIsNow();
        return report();
    }

    private Answer checkedTwice() {
        checked();
        return checked();
    }

    /** The data of the events of what was found in the project. */
    private List<String> events() {
        return EVENTS.allData(DriftWords.DRIFT_FOUND).stream()
                .filter(data -> data.contains(scene.project().value()))
                .toList();
    }
}
