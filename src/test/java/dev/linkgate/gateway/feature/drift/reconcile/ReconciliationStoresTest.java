package dev.linkgate.gateway.feature.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.atlas.AtlasEvent;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.kernel.ProjectId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How far projects are and what was found, on each database, and of several replicas the first one counts. */
@OnEachDatabase
class ReconciliationStoresTest {

    private static final ProjectId ONE = new ProjectId("5c3a1f1f1f1f1f1f1f1f1f2b");
    private static final ProjectId TWO = new ProjectId("5c3a1f1f1f1f1f1f1f1f1f2c");

    private final ManualClock clock = new ManualClock();
    private final Instant now = Instant.parse("2026-11-24T13:24:00.123456Z");
    private final JdbcClient jdbc;
    private final StoredEvents events;
    private final ReconcileStore progresses;
    private final FindingStore found;
    private final Findings findings;

    ReconciliationStoresTest(TestDatabase kind) {
        DataSource database = kind.asNew(ReconciliationStoresTest.class);
        jdbc = JdbcClient.create(database);
        events = new StoredEvents(database);
        progresses = new ReconcileStore(jdbc);
        found = new FindingStore(jdbc);
        findings = new Findings(
                progresses,
                found,
                TestOutbox.on(database, clock),
                new TransactionTemplate(new JdbcTransactionManager(database)),
                new SimpleMeterRegistry());
    }

    @Test
    void aProjectIsDueUntilItIsPostponed() {
        progresses.enroll(ONE, now);
        progresses.enroll(ONE, now.plusSeconds(60)); // another replica does
        progresses.enroll(TWO, now.plusSeconds(60));

        assertThat(progresses.enrolled()).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(progresses.due(now, 4)).containsExactly(ONE);
        progresses.postpone(ONE, now.plusSeconds(300));
        assertThat(progresses.due(now, 4)).isEmpty();
    }

    @Test
    void whoWaitsLongestComesFirst() {
        progresses.enroll(ONE, now.minusSeconds(1));
        progresses.enroll(TWO, now.minusSeconds(2));

        assertThat(progresses.due(now, 1)).containsExactly(TWO);
    }

    @Test
    void ofTwoChecksAtATimeTheFirstIsStored() {
        progresses.enroll(ONE, now);
        ReconcileStore.Progress before = progresses.find(ONE).orElseThrow();
        ProjectMemory memory = ProjectMemory.begin(now.minusSeconds(60), 7);

        findings.store(
                before.with(memory).ended(CheckState.CHECKED, null), List.of(outside("a", now), outside("b", now)));
        findings.store(before.ended(CheckState.FAILED, "too late"), List.of(outside("c", now)));

        ReconcileStore.Progress after = progresses.find(ONE).orElseThrow();
        assertThat(after.state()).isEqualTo(CheckState.CHECKED);
        assertThat(after.memory()).isEqualTo(memory);
        assertThat(progresses.progresses(null)).containsExactly(after);
        assertThat(found.newest(FindingStore.Selection.ALL, 10))
                .extracting(Finding::id)
                .containsExactly("event:a", "event:b");
        assertThat(events.types()).containsExactly("drift.found", "drift.found");

        findings.store(after.refused("No role", "key/1"), List.of(outside("a", now), outside("d", now)));

        assertThat(progresses.find(ONE).orElseThrow().told()).isEqualTo("key/1");
        assertThat(found.count(FindingStore.Selection.ALL)).isEqualTo(new FindingStore.Count(3, 3));
        assertThat(events.types()).as("what was found before is told once").hasSize(3);
    }

    @Test
    void aProjectThatIsForgottenKeepsItsFindings() {
        progresses.enroll(ONE, now);
        found.add(outside("a", now));
        progresses.forget(ONE);

        assertThat(progresses.find(ONE)).isEmpty();
        assertThat(found.find("event:a")).isPresent();
    }

    @Test
    void aSelectionIsByProjectAndTime() {
        found.add(outside("a", now));

        assertThat(found.count(new FindingStore.Selection(ONE, now, now.plusSeconds(1)))
                        .total())
                .isOne();
        assertThat(found.count(new FindingStore.Selection(ONE, now.plusSeconds(1), null))
                        .total())
                .isZero();
        assertThat(found.count(new FindingStore.Selection(ONE, null, now)).total())
                .isZero();
        assertThat(found.newest(new FindingStore.Selection(TWO, null, null), 10))
                .isEmpty();
    }

    @Test
    void whatIsOldIsRemoved() {
        Instant old = now.minus(FindingStore.KEPT).minus(Duration.ofHours(1));
        found.add(outside("old", old));
        found.add(outside("new", now));

        found.removeOld(now);

        assertThat(found.newest(FindingStore.Selection.ALL, 10))
                .extracting(Finding::id)
                .containsExactly("event:new");
    }

    @Test
    void theOldestBeyondTheMostAreRemoved() {
        Instant old = now.minus(Duration.ofDays(1));
        found.add(outside("old", old));
        jdbc.sql("WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)"
                        + " INSERT INTO reconciliation_finding (project_id, id, at, finding)"
                        + " SELECT project_id, 'event:' || n, at + n, finding"
                        + " FROM reconciliation_finding, number")
                .param(FindingStore.MOST)
                .update();

        assertThat(found.removeBeyondMost(ONE)).isOne();
        assertThat(found.find("event:old")).isEmpty();
        assertThat(found.count(FindingStore.Selection.ALL).total()).isEqualTo(FindingStore.MOST);
        assertThat(found.removeBeyondMost(TWO)).isZero();
    }

    private static Finding outside(String id, Instant at) {
        AtlasEvent event =
                new AtlasEvent(id, at, "INTERFACE_ENDPOINT_CREATED", null, "somebody@example.com", "192.0.2.1", false);
        return Finding.of(ONE, event, null, at);
    }
}
