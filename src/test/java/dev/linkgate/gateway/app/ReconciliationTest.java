package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.atlas.CapturedLog;
import dev.linkgate.gateway.store.TestDatabase;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.Author;
import dev.linkgate.sandbox.state.EventType;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code GET /admin/audit/reconciliation} on each database: the trail, compared with Atlas's events. Atlas's clock is set: to
 * the present for the gateway's own writes, and to minutes ago for those of others, so that nothing can explain their events
 * any more.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ReconciliationTest {

    private static final Map<TestDatabase, Gateway> GATEWAYS = Map.of(
            TestDatabase.SQLITE, start(TestDatabase.SQLITE),
            TestDatabase.POSTGRESQL, start(TestDatabase.POSTGRESQL));

    private static final Duration AGO = Duration.ofMinutes(5);

    private final Gateway gateway;
    private final Scene scene;
    private final Caller owner;

    ReconciliationTest(TestDatabase database) {
        this.gateway = Objects.requireNonNull(GATEWAYS.get(database));
        this.scene = Scene.in(gateway);
        this.owner = scene.owner();
        atlasIsNow();
    }

    private static Gateway start(TestDatabase database) {
        return Gateway.start(
                database,
                "linkgate.audit.reconcile-interval=1s",
                "linkgate.audit.reconcile-grace=1s",
                "linkgate.webhooks.poll-interval=1h"); // events stay in the outbox
    }

    @AfterAll
    static void stop() {
        GATEWAYS.values().forEach(Gateway::close);
    }

    /** So that the checks of its project cost the other tests nothing. */
    @AfterEach
    void endChecks() {
        gateway.database()
                .sql("UPDATE reconciliation SET next_at = ? WHERE project_id = ?")
                .params(Long.MAX_VALUE, scene.project().value())
                .update();
    }

    @Test
    void theGatewaysOwnWritesAreExplained() {
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

        Answer report = awaited(found -> found.json().at("/matched").asInt() >= 5);

        assertThat(report).has("/matched", 5).has("/state", "checked").has("/total", 0);
        assertThat(laterThan(report)).has("/matched", 5).has("/total", 0);
    }

    @Test
    void theLinkThatGoesWithItsLastEndpointIsExplained() {
        String last = Scene.newEndpoint();
        assertThat(owner.post(scene.endpoints(), Scene.body(last))).hasStatus(201);
        assertThat(owner.delete(scene.endpoint(last) + "?allowLinkRemoval=true"))
                .hasStatus(202);

        Answer report = awaited(found -> found.json().at("/matched").asInt() >= 3);

        assertThat(laterThan(report)).has("/matched", 3).has("/total", 0);
    }

    @Test
    void aWritePastTheGatewayIsFoundOnce() {
        awaitChecked();
        double before = gateway.metric("linkgate_audit_findings_total", "kind=\"outside-the-gateway\"");
        String stranger = Scene.newEndpoint();
        atlasIsAt(Instant.now().minus(AGO));
        try (CapturedLog log = new CapturedLog()) {
            add(Author.key("outsider"), stranger);

            Answer report = awaited(found -> found.json().at("/total").asInt() > 0);

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
            assertThat(laterThan(report)).has("/total", 1);
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

    @Test
    void whoIsNotToldIsFoundByTheTime() {
        awaitChecked();
        gateway.atlas().events().hideAuthors(scene.project().value());
        assertThat(owner.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);
        awaited(found -> found.json().at("/matched").asInt() == 1);
        String stranger = Scene.newEndpoint();
        atlasIsAt(Instant.now().minus(AGO));
        add(Author.key("outsider"), stranger);

        Answer report = awaited(found -> found.json().at("/total").asInt() > 0);

        assertThat(report)
                .has("/total", 1)
                .has("/matched", 1)
                .isNullAt("/findings/0/event/publicKey")
                .has("/findings/0/differences/appeared/0/interfaceEndpointId", stranger);
    }

    @Test
    void aRemovalByOthersIsNotTakenForOneThatOursMayHaveCaused() {
        LinkId empty = scene.hasLink("EU_WEST_2", SimulatedLinkStatus.AVAILABLE);
        awaitChecked();
        gateway.atlas().events().hideAuthors(scene.project().value());
        String gone = Scene.newEndpoint();
        assertThat(owner.post(scene.endpoints(), Scene.body(gone))).hasStatus(201);
        assertThat(owner.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);
        awaited(found -> found.json().at("/matched").asInt() == 2);
        assertThat(owner.delete(scene.links() + "/" + empty)).hasStatus(202);
        gateway.atlas()
                .write(
                        Author.key("outsider"),
                        new PrivateEndpointOperation.RemoveEndpoint(
                                scene.project().value(),
                                Provider.AWS,
                                scene.link().value(),
                                gone));
        atlasIsAt(Instant.now().plus(Duration.ofHours(1)));

        Answer report = awaited(found -> found.json().at("/total").asInt() > 0);

        assertThat(report)
                .has("/total", 1)
                .has("/matched", 3)
                .has("/findings/0/kind", "outside-the-gateway")
                .has("/findings/0/event/eventTypeName", "INTERFACE_ENDPOINT_DELETED")
                .has("/findings/0/differences/vanished/0/interfaceEndpointId", gone);
    }

    /** The key before that is not known. */
    @Test
    void theFirstCheckGoesBackToTheReplacementOfTheCredential() {
        Scene fresh = Scene.in(gateway);
        String feed = "/groups/" + fresh.project() + "/events";
        gateway.atlas().faults().always("GET", Pattern.quote(feed), Fault.error(404, "GROUP_NOT_FOUND", "Gone"));
        String secret = "5a1f2f4e-9f7d-4b0f-9d51-" + Gateway.unused(12);
        String key = "second-" + Gateway.unused(4);
        gateway.atlas().keys().accept(key, Secret.of(secret));
        String name =
                fresh.hasCredential("first-" + Gateway.unused(4), "5a1f2f4e-9f7d-4b0f-9d52-" + Gateway.unused(12));
        gateway.house().forbid(secret);
        Answer replaced = gateway.administrator().put("/admin/credentials/" + name, """
                {"kind":"digest","publicKey":"%s","privateKey":"%s"}""".formatted(key, secret));
        gateway.atlas().faults().clear();

        Answer report = Patience.until(
                () -> gateway.administrator().get("/admin/audit/reconciliation?projectId=" + fresh.project()),
                found -> !found.json().at("/checkedUntil").isNull());

        assertThat(report).has("/checkedFrom", replaced.text("/updatedAt"));
    }

    @Test
    void aLostEventOfWhatAtlasHasIsNoFinding() {
        awaitChecked();
        gateway.atlas().events().loseNext(scene.project().value(), 1);
        assertThat(owner.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);

        Answer later = laterThan(laterThan(laterThan(report())));

        assertThat(later).has("/total", 0).has("/matched", 0);
    }

    @Test
    void aWriteThatAtlasDoesNotShowIsNotConfirmedUntilItsEventComes() {
        awaitChecked();
        String feed = "/groups/" + scene.project() + "/events";
        gateway.atlas().faults().always("GET", Pattern.quote(feed), Fault.error(404, "GROUP_NOT_FOUND", "Gone"));
        gateway.atlas().events().loseNext(scene.project().value(), 1);
        Answer added = owner.post(scene.endpoints(), Scene.body(Scene.newEndpoint()));
        assertThat(added).hasStatus(201);
        gateway.atlas().dropLink(scene.project(), scene.link());
        gateway.atlas().faults().clear();

        Answer report = awaited(found -> found.json().at("/total").asInt() > 0);

        assertThat(report)
                .has("/total", 1)
                .has("/findings/0/kind", "not-confirmed")
                .has("/findings/0/receipt", added.header("Audit-Receipt"))
                .has("/findings/0/action", "endpoint.add")
                .has("/findings/0/place/interfaceEndpointId", added.text("/interfaceEndpointId"))
                .isNullAt("/findings/0/event")
                .isNullAt("/findings/0/resolvedAt")
                .has("/open", 1);

        atlasIsAt(timeOf(added.header("Audit-Receipt")));
        gateway.atlas()
                .events()
                .add(scene.project().value(), EventType.INTERFACE_ENDPOINT_CREATED, Author.key(Gateway.PUBLIC_KEY));

        Answer resolved =
                awaited(found -> !found.json().at("/findings/0/resolvedAt").isNull());
        assertThat(resolved).has("/total", 1).has("/open", 0).has("/matched", 1);
    }

    @Test
    void allPagesAreRead() {
        awaitChecked();
        atlasIsAt(Instant.now().minus(AGO));
        for (int i = 0; i < 1_000; i++) {
            gateway.atlas()
                    .events()
                    .add(scene.project().value(), EventType.INTERFACE_ENDPOINT_PATCHED, Author.key("outsider"));
        }

        Answer report = awaited(found -> found.json().at("/total").asInt() > 0);

        assertThat(report).has("/total", 1_000);
        assertThat(report.json().at("/findings").size()).isEqualTo(500);
        assertThat(gateway.atlas().log().seen())
                .as("the page after two full ones is asked for, too")
                .anyMatch(request -> request.uri().contains("/" + scene.project() + "/events?pageNum=3&"));
    }

    @Tag("harness")
    @Test
    void replicasFindItOnce() {
        awaitChecked();
        try (Gateway other = gateway.another()) {
            atlasIsAt(Instant.now().minus(AGO));
            add(Author.person("somebody@example.com"), Scene.newEndpoint());

            Answer report = awaited(found -> found.json().at("/total").asInt() > 0);

            assertThat(laterThan(laterThan(report)))
                    .has("/total", 1)
                    .has("/findings/0/event/username", "somebody@example.com");
            assertThat(other.administrator().get(path())).has("/total", 1);
        }
    }

    @Test
    void aCredentialThatMayNotReadEventsIsReportedOnce() {
        String key = "no-events-" + Gateway.unused(4);
        gateway.atlas().permissions().setReadsEvents(key, false);
        try (CapturedLog log = new CapturedLog()) {
            String secret = "6d4c1d6e-4b0a-4d4b-8d6c-" + Gateway.unused(12);
            gateway.atlas().keys().accept(key, Secret.of(secret));
            scene.hasCredential(key, secret);

            Answer report = awaited(found -> found.text("/state").equals("refused"));

            assertThat(report.text("/detail")).isNotEmpty();
            awaitReadsOfEvents(3);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("does not let the credential")
                            && line.contains(scene.project().value()))
                    .hasSize(1);
        }
        assertThat(owner.get(scene.links())).isOk();

        gateway.atlas().permissions().setReadsEvents(key, true);

        awaitChecked();
    }

    @Test
    void aCredentialThatIsReplacedIsStillTheGatewaysOwn() {
        awaitChecked();
        assertThat(owner.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);
        String secret = "0b0c2f4e-9f7d-4b0f-9d51-" + Gateway.unused(12);
        String next = "next-" + Gateway.unused(4);
        gateway.atlas().keys().accept(next, Secret.of(secret));
        scene.hasCredential(next, secret);
        assertThat(owner.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);

        Answer report = awaited(found -> found.json().at("/matched").asInt() == 2);

        assertThat(laterThan(report)).has("/total", 0);
    }

    @Test
    void selectsByTime() {
        awaitChecked();
        Instant then = Instant.now().minus(AGO);
        atlasIsAt(then);
        add(Author.key("outsider"), Scene.newEndpoint());
        awaited(found -> found.json().at("/total").asInt() == 1);

        assertThat(of("&from=" + then.minusSeconds(10) + "&to=" + then.plusSeconds(10)))
                .has("/total", 1);
        assertThat(of("&to=" + then.minusSeconds(10))).has("/total", 0);
        assertThat(of("&from=" + then.plusSeconds(10))).has("/total", 0);
        assertThat(gateway.administrator().get("/admin/audit/reconciliation")).isOk();
    }

    @Test
    void aProjectThatAtlasDoesNotKnowCountsForItselfOnly() {
        awaitChecked();
        otherProjectsAreChecked();
        String stranger = Scene.newProject().value();
        gateway.administrator().put("/admin/teams/strangers", "{\"description\":\"Has a role on a mistyped project\"}");
        assertThat(gateway.administrator().put("/admin/teams/strangers/grants/" + stranger, "{\"role\":\"viewer\"}"))
                .hasStatus(201);

        Answer alone = Patience.until(
                () -> gateway.administrator().get("/admin/audit/reconciliation?projectId=" + stranger),
                report -> !report.text("/state").equals("not-yet"));
        Answer all = gateway.administrator().get("/admin/audit/reconciliation");

        assertThat(alone).has("/state", "project-unknown").isNullAt("/checkedUntil");
        assertThat(all).has("/state", "checked");
        assertThat(all.text("/checkedUntil")).isNotEmpty();
        assertThat(all.text("/detail")).contains(stranger);
    }

    @Test
    void anAcknowledgedFindingIsNotOpen() {
        awaitChecked();
        atlasIsAt(Instant.now().minus(AGO));
        add(Author.key("outsider"), Scene.newEndpoint());
        Answer report = awaited(found -> found.json().at("/open").asInt() > 0);
        assertThat(report).isNullAt("/findings/0/acknowledgement");
        String path = "/admin/audit/reconciliation/findings/" + report.text("/findings/0/id") + "/acknowledgement";

        Answer said = gateway.administrator().post(path, "{\"comment\":\"Ada, by hand\"}");

        assertThat(said).isOk().has("/acknowledgement/comment", "Ada, by hand").has("/kind", "outside-the-gateway");
        assertThat(report())
                .has("/total", 1)
                .has("/open", 0)
                .has("/findings/0/acknowledgement/by", "administrator")
                .has("/findings/0/acknowledgement/comment", "Ada, by hand")
                .has("/findings/0/acknowledgement/at", said.text("/acknowledgement/at"));
        assertThat(gateway.administrator().get("/admin/audit?action=audit.acknowledge&projectId=" + scene.project()))
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/projectId", scene.project());
        Patience.until(() -> gateway.metric("linkgate_audit_findings_open"), open -> open == openFindings());

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

    private void otherProjectsAreChecked() {
        gateway.database()
                .sql("UPDATE reconciliation SET state = 'CHECKED', detail = NULL, checked_until = ?, next_at = ?"
                        + " WHERE project_id <> ?")
                .params(1, Long.MAX_VALUE, scene.project().value())
                .update();
    }

    private long openFindings() {
        return gateway.administrator()
                .get("/admin/audit/reconciliation")
                .json()
                .at("/open")
                .asLong();
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

    private Answer awaited(Predicate<Answer> fits) {
        return Patience.until(this::report, fits);
    }

    private Answer awaitChecked() {
        return awaited(report -> report.text("/state").equals("checked")
                && !report.json().at("/checkedUntil").isNull());
    }

    /** A report after two more checks, of which one began after the other report. */
    private Answer laterThan(Answer report) {
        return checkedAfter(checkedAfter(report));
    }

    private Answer checkedAfter(Answer report) {
        Instant then = Instant.parse(report.text("/checkedUntil"));
        return awaited(later -> Instant.parse(later.text("/checkedUntil")).isAfter(then));
    }

    private void awaitReadsOfEvents(int number) {
        Patience.until(
                () -> gateway.atlas().log().seen(),
                seen -> seen.stream()
                                .filter(request -> request.uri().contains("/" + scene.project() + "/events"))
                                .count()
                        >= number);
    }

    private Instant timeOf(String receipt) {
        return Instant.parse(gateway.administrator()
                .get("/admin/audit/records/" + receipt.replaceFirst(":.*", ""))
                .text("/time"));
    }

    /** The data of the events of what was found in the project. */
    private List<String> events() {
        return gateway.database()
                .sql("SELECT data FROM outbox_event WHERE type = 'drift.found' AND project_id = ?")
                .param(scene.project().value())
                .query(String.class)
                .list();
    }
}
