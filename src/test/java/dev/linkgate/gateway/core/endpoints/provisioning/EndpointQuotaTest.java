package dev.linkgate.gateway.core.endpoints.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.operations.NewOperation;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.replacement.ReplaceStep;
import dev.linkgate.gateway.feature.operations.replacement.Replacements;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which endpoints count for which team. */
@OnEachDatabase
class EndpointQuotaTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00Z");
    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointId TWO = ScriptedAtlas.id(2);
    private static final EndpointId WANTED = ScriptedAtlas.id(3);

    @AutoClose
    private final WritingReplica replica;

    private final EndpointQuota quota;

    EndpointQuotaTest(TestDatabase database) {
        replica = new WritingReplica(database);
        quota = new EndpointQuota(replica.trail.reader(), replica.pending, replica.store, new Effects());
    }

    @Test
    void whatIsToBeAddedDoesNotCountItself() {
        added(WANTED, "payments");
        replacement(WANTED, "payments", false);

        assertCounts(0, 0);
    }

    @Test
    void whatAnOperationHasRemovedStaysWhoseItWas() {
        added(ONE, "payments");
        replica.trail.append(NOW, EndpointStore.removed(ScriptedAtlas.PATH, ONE));
        Operation replacing = replacement(ONE, "billing", true);
        assertCounts(1, 0);
        replica.store.gone(ScriptedAtlas.PATH, ONE, NOW.plusSeconds(60));
        assertCounts(1, 0);

        replica.operations.abandon(replacing, "as the test wants it");
        assertCounts(0, 0);
    }

    @Test
    void whatWasRemovedBeforeIsTheTeamsThatWantsItAgain() {
        added(ONE, "payments");
        Operation replacing = replacement(ONE, "billing", false);
        assertCounts(1, 0);

        replica.trail.append(NOW, EndpointStore.removed(ScriptedAtlas.PATH, ONE));
        assertCounts(0, 1);
        assertThat(replica.replacements.owner(replacing)).isEqualTo(new Owner("billing", "CHG1"));
    }

    @Test
    void whatMayHaveBeenAddedCounts() {
        replica.resolver.start(context("payments"), Effect.of(addition(ONE)));
        replica.resolver.start(context("payments"), Effect.of(new EndpointWrite.Remove(ScriptedAtlas.PATH, TWO, true)));

        assertCounts(1, 0);
    }

    @Test
    void anEarlierIntentCountsAndALaterOneDoesNot() {
        Intent intent = replica.trail
                .trail()
                .begin(context("payments"), Action.ENDPOINT_ADD, addition(ONE).target());
        long sequence = intent.receipt().sequence();

        assertThat(count("payments", sequence + 1)).isOne();
        assertThat(count("payments", sequence)).isZero();
        assertThat(count("billing", sequence + 1)).isZero();
    }

    private void added(EndpointId id, String team) {
        replica.trail.append(NOW, EndpointStore.added(ScriptedAtlas.PATH, id, new Owner(team, null)));
    }

    private static EndpointWrite addition(EndpointId id) {
        return new EndpointWrite.Add(ScriptedAtlas.PATH, new NewEndpoint.Aws(id), EndpointWrite.Cause.REQUEST);
    }

    private static RequestContext context(String team) {
        RequestContext context = new RequestContext("r1", "192.0.2.7", null, "CHG1", receipt -> {});
        context.identified(Actor.team(team, "k1"));
        return context;
    }

    /** A replacement that a team has asked for. */
    private Operation replacement(EndpointId id, String team, boolean removed) {
        Replacements.Argument argument = new Replacements.Argument(
                true,
                new NewEndpoint.Aws(id),
                Optional.empty(),
                replica.store.find(ScriptedAtlas.PATH, id).orElseThrow().owner(),
                removed);
        return replica.operations.start(new NewOperation(
                Replacements.KIND,
                ScriptedAtlas.PATH.subject(id),
                ReplaceStep.ADDING,
                addition(id).target().referringTo("CHG1"),
                argument.stored(),
                context(team)));
    }

    private void assertCounts(int payments, int billing) {
        assertThat(count("payments", 0)).as("payments").isEqualTo(payments);
        assertThat(count("billing", 0)).as("billing").isEqualTo(billing);
    }

    private int count(String team, long intent) {
        return quota.count(ScriptedAtlas.PATH, WANTED, team, intent);
    }
}
