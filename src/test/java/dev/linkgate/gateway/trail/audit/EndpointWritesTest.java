package dev.linkgate.gateway.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.gateway.trail.audit.WrittenEndpoint.Addition;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the trail tells of the endpoints of a project. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class EndpointWritesTest {

    private static final LinkId LINK = new LinkId("5df264b8f10fab7d2cad2f0d");
    private static final EndpointId ONE = new EndpointId("vpce-00000000000000001");
    private static final EndpointId TWO = new EndpointId("vpce-00000000000000002");
    private static final Outcome UNKNOWN = new Outcome(Result.UNKNOWN, 502, ProblemCode.OUTCOME_UNKNOWN);
    private static final Outcome EXISTS = new Outcome(Result.FAILED, 409, ProblemCode.ENDPOINT_EXISTS);
    private static final Outcome NOT_DONE = new Outcome(Result.FAILED, 503, ProblemCode.ATLAS_UNAVAILABLE);

    private final TestDatabase database;
    private final AuditFixture audit;
    private final TrailBase base;
    private final EndpointWrites writes;
    private Instant now = AuditFixture.NOW;

    EndpointWritesTest(TestDatabase database) {
        this.database = database;
        this.audit = new AuditFixture(database);
        this.base = new TrailBase(audit.dataSource);
        this.writes = new EndpointWrites(audit.reader, base, audit.threads);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void anUnusedProjectHasNone() {
        assertThat(all().endpoints()).isEmpty();
    }

    @Test
    void additionsAreKnownByTheirOutcome() {
        outcome("r1", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        Instant one = now;
        outcome("r2", Action.ENDPOINT_ENSURE, TWO, Outcome.succeeded(201));
        assertThat(all().endpoints())
                .containsExactlyInAnyOrder(
                        new WrittenEndpoint(LINK, ONE, new Addition(one, receipt(1)), false, one),
                        new WrittenEndpoint(LINK, TWO, new Addition(now, receipt(2)), false, now));
    }

    @Test
    void anotherProjectHasItsOwn() {
        outcome("r1", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        assertThat(writes.of(audit.context(), new ProjectId("aaaaaaaaaaaaaaaaaaaaaaaa"))
                        .endpoints())
                .isEmpty();
    }

    @Test
    void whatChangesNothingAddsNothing() {
        outcome("r1", Action.ENDPOINT_ENSURE, ONE, Outcome.succeeded(200));
        outcome("r2", Action.ENDPOINT_ENSURE, ONE, Outcome.succeeded(202));
        outcome("r3", Action.ENDPOINT_ADD, ONE, EXISTS);
        event(Action.ENDPOINT_ADD, ONE);
        assertThat(all().endpoints()).isEmpty();
    }

    @Test
    void theLastSuccessCounts() {
        outcome("r1", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        outcome("r2", Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
        assertThat(only().addition()).isNull();
        outcome("r3", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        outcome("r4", Action.ENDPOINT_ADD, ONE, EXISTS);
        outcome("r5", Action.ENDPOINT_REMOVE, ONE, NOT_DONE);
        assertThat(only().addition()).extracting(Addition::receipt).isEqualTo(receipt(3));
    }

    @Test
    void aRemovedLinkTakesItsEndpointsWithIt() {
        outcome("r1", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        record(entry("r2", Phase.OUTCOME, Action.LINK_REMOVE, otherLink(), Outcome.succeeded(202)));
        record(entry("r3", Phase.OUTCOME, Action.LINK_REMOVE, link(), UNKNOWN));
        assertThat(only().addition()).isNotNull();
        record(entry("r3", Phase.OUTCOME, Action.LINK_REMOVE, link(), Outcome.succeeded(202)));
        assertThat(only()).isEqualTo(new WrittenEndpoint(LINK, ONE, null, false, now));
    }

    @Test
    void anUnknownResultIsUnclearUntilItIsResolved() {
        outcome("r1", Action.ENDPOINT_ADD, ONE, UNKNOWN);
        assertThat(only()).isEqualTo(new WrittenEndpoint(LINK, ONE, null, true, now));
        outcome("r2", Action.ENDPOINT_ADD, ONE, EXISTS);
        assertThat(only().unclear()).as("another request resolves nothing").isTrue();
        outcome("r1", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        assertThat(only()).isEqualTo(new WrittenEndpoint(LINK, ONE, new Addition(now, receipt(3)), false, now));

        outcome("r3", Action.ENDPOINT_REMOVE, ONE, UNKNOWN);
        assertThat(only().addition()).isNotNull();
        assertThat(only().unclear()).isTrue();
        outcome("r3", Action.ENDPOINT_REMOVE, ONE, NOT_DONE);
        assertThat(only().addition()).isNotNull();
        assertThat(only().unclear()).isFalse();
    }

    @Test
    void aWriteThatTurnsOutToHaveFailedSaysNothing() {
        outcome("r1", Action.ENDPOINT_REMOVE, ONE, UNKNOWN);
        outcome("r1", Action.ENDPOINT_REMOVE, ONE, NOT_DONE);
        assertThat(all().endpoints()).isEmpty();
    }

    /** Whether their rows are removed already or not. */
    @Test
    void whatIsArchivedIsNotKnown() {
        outcome("r1", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        outcome("r2", Action.ENDPOINT_ADD, TWO, Outcome.succeeded(201));
        base.advance(new Archived(1, 1, receipt(1).hash(), "file", now, "note"));
        WrittenEndpoints kept = new WrittenEndpoints(
                List.of(new WrittenEndpoint(LINK, TWO, new Addition(now, receipt(2)), false, now)), false);
        assertThat(all()).isEqualTo(kept);
        audit.jdbc.sql("DELETE FROM audit_record WHERE sequence = 1").update();
        assertThat(all()).isEqualTo(kept);
    }

    @Test
    void aLaterSuccessEndsTheDoubt() {
        outcome("r1", Action.ENDPOINT_REMOVE, ONE, UNKNOWN);
        outcome("r2", Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
        assertThat(only().unclear()).isFalse();
    }

    @Test
    void aWriteUnderWayIsUnclear() {
        RequestContext context = audit.context();
        Intent intent = audit.trail.begin(context, Action.ENDPOINT_ADD, target(ONE));
        assertThat(only().addition()).isNull();
        assertThat(only().unclear()).isTrue();
        audit.trail.end(context, intent, Outcome.succeeded(201));
        assertThat(only().addition()).isNotNull();
        assertThat(only().unclear()).isFalse();
    }

    @Test
    void idsOfAzureAreTheSameInAnyCase() {
        String id = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/Orders/providers"
                + "/Microsoft.Network/privateEndpoints/pe";
        outcome("r1", Action.ENDPOINT_ADD, new EndpointId(id), Outcome.succeeded(201));
        outcome("r2", Action.ENDPOINT_REMOVE, new EndpointId(id.replace("Orders", "ORDERS")), Outcome.succeeded(202));
        assertThat(only().addition()).isNull();
    }

    @Test
    void aLongHistoryIsReadToItsEnd() throws SQLException {
        List<PreparedEntry> history = new ArrayList<>();
        IntStream.range(0, 2_000).forEach(i -> {
            boolean adds = i % 2 == 0;
            history.add(new PreparedEntry(entry(
                    "r" + i,
                    Phase.OUTCOME,
                    adds ? Action.ENDPOINT_ADD : Action.ENDPOINT_REMOVE,
                    target(ONE),
                    Outcome.succeeded(adds ? 201 : 202))));
        });
        audit.writer.append(history);
        assertThat(only().addition()).isNull();
        outcome("last", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        assertThat(only().addition()).isNotNull();
    }

    /** Without it, every read of the project is looked at. */
    @Test
    void theOutcomesHaveAnIndex() throws SQLException {
        assertThat(plan(EndpointWrites.OUTCOMES.project(AuditFixture.PROJECT)))
                .anyMatch(line -> line.contains("audit_record_endpoint_write"));
    }

    /** Without it, all records between two writes are looked at. PostgreSQL decides by what the table contains. */
    @Test
    void theEndsOfAllWritesHaveAnIndex() throws SQLException {
        assumeThat(database).isEqualTo(TestDatabase.SQLITE);
        assertThat(plan(TrailFilter.ALL.outcomes().rareActions(Action.ENDPOINT_ADD, Action.LINK_CREATE)))
                .anyMatch(line -> line.contains("audit_record_action"));
    }

    private List<String> plan(TrailFilter filter) throws SQLException {
        try (Connection connection = audit.dataSource.getConnection();
                Statement settings = connection.createStatement()) {
            String explain = "EXPLAIN QUERY PLAN ";
            int column = 4;
            if (database == TestDatabase.POSTGRESQL) {
                settings.execute("SET enable_seqscan = off"); // which a table as small as this one would get
                explain = "EXPLAIN ";
                column = 1;
            }
            List<String> plan = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    explain + "SELECT * FROM audit_record" + filter.where() + " ORDER BY sequence LIMIT 10")) {
                List<Object> values = new ArrayList<>(filter.values());
                values.addAll(List.of(0L, 50_000L));
                for (int i = 0; i < values.size(); i++) {
                    query.setObject(i + 1, values.get(i));
                }
                ResultSet lines = query.executeQuery();
                while (lines.next()) {
                    plan.add(lines.getString(column));
                }
            }
            return plan;
        }
    }

    private WrittenEndpoint only() {
        WrittenEndpoints all = all();
        assertThat(all.endpoints()).hasSize(1);
        assertThat(all.complete()).isTrue();
        return all.endpoints().getFirst();
    }

    private WrittenEndpoints all() {
        return writes.of(audit.context(), AuditFixture.PROJECT);
    }

    private void outcome(String requestId, Action action, EndpointId endpoint, Outcome outcome) {
        record(entry(requestId, Phase.OUTCOME, action, target(endpoint), outcome));
    }

    private void event(Action action, EndpointId endpoint) {
        record(entry("dry", Phase.EVENT, action, target(endpoint), Outcome.succeeded(201))
                .ofDryRun());
    }

    private void record(Entry entry) {
        try {
            audit.writer.append(List.of(new PreparedEntry(entry)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each a second later than the one before. */
    private Entry entry(String requestId, Phase phase, Action action, Target target, Outcome outcome) {
        now = now.plusSeconds(1);
        RequestContext context = new RequestContext(requestId, "192.0.2.7", null, receipt -> {});
        context.identified(Actor.team("payments", "k1"));
        return Entry.of(now, phase, context, action, target, outcome);
    }

    private static Target target(EndpointId endpoint) {
        return Target.endpoint(AuditFixture.PROJECT, LINK, endpoint.value());
    }

    private static Target link() {
        return Target.link(AuditFixture.PROJECT, LINK);
    }

    private static Target otherLink() {
        return Target.link(AuditFixture.PROJECT, new LinkId("5df264b8f10fab7d2cad2f0e"));
    }

    private Receipt receipt(long sequence) {
        return new Receipt(sequence, audit.reader.find(sequence).orElseThrow().hash());
    }
}
