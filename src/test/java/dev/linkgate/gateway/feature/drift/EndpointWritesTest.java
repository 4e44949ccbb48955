package dev.linkgate.gateway.feature.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.read.Archived;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.drift.WrittenEndpoint.Addition;
import dev.linkgate.kernel.LinkId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the trail tells of the endpoints of a project. */
@OnEachDatabase
class EndpointWritesTest {

    private static final LinkId LINK = new LinkId("5df264b8f10fab7d2cad2f0d");
    private static final EndpointId ONE = new EndpointId("vpce-00000000000000001");
    private static final EndpointId TWO = new EndpointId("vpce-00000000000000002");
    private static final Outcome UNKNOWN = new Outcome(Result.UNKNOWN, 502, ProblemCode.OUTCOME_UNKNOWN);
    private static final Outcome EXISTS = new Outcome(Result.FAILED, 409, ProblemCode.ENDPOINT_EXISTS);
    private static final Outcome NOT_DONE = new Outcome(Result.FAILED, 503, ProblemCode.ATLAS_UNAVAILABLE);

    @AutoClose
    private final TestTrail trail;

    private final TrailBase base;
    private final EndpointWrites writes;
    private Instant now = Instant.parse("2026-11-24T13:24:00Z");

    EndpointWritesTest(TestDatabase database) {
        this.trail = new TestTrail(database.migrated());
        this.base = new TrailBase(trail.database());
        this.writes = new EndpointWrites(trail.reader(), base, trail.threads());
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
    void whatChangesNothingAddsNothing() {
        outcome("r1", Action.ENDPOINT_ENSURE, ONE, Outcome.succeeded(200));
        outcome("r2", Action.ENDPOINT_ENSURE, ONE, Outcome.succeeded(202));
        outcome("r3", Action.ENDPOINT_ADD, ONE, EXISTS);
        record("dry", Phase.EVENT, Action.ENDPOINT_ADD, target(ONE), Outcome.succeeded(201));
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
        record("r2", Phase.OUTCOME, Action.LINK_REMOVE, otherLink(), Outcome.succeeded(202));
        record("r3", Phase.OUTCOME, Action.LINK_REMOVE, link(), UNKNOWN);
        assertThat(only().addition()).isNotNull();
        record("r3", Phase.OUTCOME, Action.LINK_REMOVE, link(), Outcome.succeeded(202));
        assertThat(only()).isEqualTo(new WrittenEndpoint(LINK, ONE, null, false, now));
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
        base.advance(new Archived(1, 1, receipt(1).hash(), "file", now, "{}", "note"));
        WrittenEndpoints kept = new WrittenEndpoints(
                List.of(new WrittenEndpoint(LINK, TWO, new Addition(now, receipt(2)), false, now)), false);
        assertThat(all()).isEqualTo(kept);
        JdbcClient.create(trail.database())
                .sql("DELETE FROM audit_record WHERE sequence = 1")
                .update();
        assertThat(all()).isEqualTo(kept);
    }

    @Test
    void aLaterSuccessEndsTheDoubt() {
        outcome("r1", Action.ENDPOINT_REMOVE, ONE, UNKNOWN);
        outcome("r2", Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
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
    void aLongHistoryIsReadToItsEnd() {
        IntStream.range(0, 600)
                .forEach(
                        i -> { // more records than are read at once
                            outcome("add-" + i, Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
                            outcome("remove-" + i, Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
                        });
        assertThat(only().addition()).isNull();
        outcome("last", Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        assertThat(only().addition()).isNotNull();
    }

    private WrittenEndpoint only() {
        WrittenEndpoints all = all();
        assertThat(all.endpoints()).hasSize(1);
        assertThat(all.complete()).isTrue();
        return all.endpoints().getFirst();
    }

    private WrittenEndpoints all() {
        return writes.of(trail.context(), TestTrail.PROJECT);
    }

    private void outcome(String requestId, Action action, EndpointId endpoint, Outcome outcome) {
        record(requestId, Phase.OUTCOME, action, target(endpoint), outcome);
    }

    /** Each a second later than the one before. */
    private void record(String requestId, Phase phase, Action action, Target target, Outcome outcome) {
        now = now.plusSeconds(1);
        trail.append(requestId, now, phase, action, target, outcome);
    }

    private static Target target(EndpointId endpoint) {
        return Target.endpoint(TestTrail.PROJECT, LINK, endpoint.value());
    }

    private static Target link() {
        return Target.link(TestTrail.PROJECT, LINK);
    }

    private static Target otherLink() {
        return Target.link(TestTrail.PROJECT, new LinkId("5df264b8f10fab7d2cad2f0e"));
    }

    private Receipt receipt(long sequence) {
        return new Receipt(sequence, trail.reader().find(sequence).orElseThrow().hash());
    }
}
