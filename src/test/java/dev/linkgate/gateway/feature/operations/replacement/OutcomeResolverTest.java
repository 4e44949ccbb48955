package dev.linkgate.gateway.feature.operations.replacement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.provisioning.WritingReplica;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.OperationState;
import dev.linkgate.gateway.feature.operations.OperationWords;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found out, and put on record, of a write whose outcome was unknown. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class OutcomeResolverTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointWrite ADD =
            new EndpointWrite.Add(ScriptedAtlas.PATH, new NewEndpoint.Aws(ONE), EndpointWrite.Cause.REQUEST);
    private static final EndpointWrite ENSURE = new EndpointWrite.Ensure(
            ScriptedAtlas.PATH, ONE, Optional.empty(), new EndpointWrite.Permissions(true, false));
    private static final EndpointWrite REMOVE = new EndpointWrite.Remove(ScriptedAtlas.PATH, ONE, true);

    private final WritingReplica replica;
    private final ScriptedAtlas atlas;

    OutcomeResolverTest(TestDatabase database) {
        replica = new WritingReplica(database);
        atlas = replica.atlas;
    }

    @AfterEach
    void close() {
        replica.close();
    }

    @Test
    void anEndpointThatIsThereWasAdded() {
        Operation operation = unknown(ADD);
        atlas.has(ONE, ConnectionStatus.PENDING);

        assertThat(proceed(operation)).isEmpty();

        assertSucceeded(operation);
        assertRecorded("OUTCOME endpoint.add SUCCEEDED 201");
    }

    @Test
    void whatWasToBeEnsuredWasAdded() {
        Operation operation = unknown(ENSURE);
        atlas.has(ONE, ConnectionStatus.PENDING);

        assertThat(proceed(operation)).isEmpty();

        assertRecorded("OUTCOME endpoint.add SUCCEEDED 201");
    }

    @Test
    void anEndpointThatIsGoneWasRemoved() {
        Operation operation = unknown(REMOVE);

        assertThat(proceed(operation)).isEmpty();

        assertSucceeded(operation);
        assertRecorded("OUTCOME endpoint.remove SUCCEEDED 202");
    }

    @Test
    void anEndpointThatLeavesWasRemoved() {
        Operation operation = unknown(REMOVE);
        atlas.has(ONE, ConnectionStatus.DELETING);

        assertThat(proceed(operation)).isEmpty();

        assertRecorded("OUTCOME endpoint.remove SUCCEEDED 202");
    }

    @Test
    void anEndpointOfALinkThatIsGoneWasRemoved() {
        Operation operation = unknown(REMOVE);
        atlas.fails(ProblemCode.LINK_NOT_FOUND);

        assertThat(proceed(operation)).isEmpty();

        assertRecorded("OUTCOME endpoint.remove SUCCEEDED 202");
    }

    @Test
    void whatIsNotThereYetMayStillCome() {
        Operation operation = unknown(ADD);
        replica.clock.advance(WritingReplica.SETTLE_AFTER.minusMillis(1));

        assertThat(proceed(operation)).contains(WritingReplica.POLL_INTERVAL);

        assertNothingRecorded();
    }

    @Test
    void whatIsNotThereAfterAWhileWasNotAdded() {
        Operation operation = unknown(ADD);
        replica.clock.advance(WritingReplica.SETTLE_AFTER);

        assertThat(proceed(operation)).isEmpty();

        assertFailed(operation, ProblemCode.ATLAS_UNAVAILABLE);
        assertRecorded("OUTCOME endpoint.add FAILED 503 atlas-unavailable");
    }

    @Test
    void whatLeavesAfterAWhileWasNotAdded() {
        Operation operation = unknown(ADD);
        atlas.has(ONE, ConnectionStatus.DELETING);
        replica.clock.advance(WritingReplica.SETTLE_AFTER);

        assertThat(proceed(operation)).isEmpty();

        assertFailed(operation, ProblemCode.ATLAS_UNAVAILABLE);
    }

    @Test
    void whatStaysMayStillBeRemoved() {
        Operation operation = unknown(REMOVE);
        atlas.has(ONE, ConnectionStatus.AVAILABLE);

        assertThat(proceed(operation)).contains(WritingReplica.POLL_INTERVAL);

        assertNothingRecorded();
    }

    @Test
    void whatStaysAfterAWhileWasNotRemoved() {
        Operation operation = unknown(REMOVE);
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        replica.clock.advance(WritingReplica.SETTLE_AFTER);

        assertThat(proceed(operation)).isEmpty();

        assertFailed(operation, ProblemCode.ATLAS_UNAVAILABLE);
        assertRecorded("OUTCOME endpoint.remove FAILED 503 atlas-unavailable");
    }

    @Test
    void whatCannotBeReadIsAskedForAgain() {
        Operation operation = unknown(ADD);
        atlas.fails(ProblemCode.ATLAS_TIMEOUT);
        replica.clock.advance(WritingReplica.SETTLE_AFTER);

        assertThat(proceed(operation)).contains(Duration.ofSeconds(1));

        assertNothingRecorded();
    }

    @Test
    void whatCanNeverBeReadStaysUnknown() {
        Operation operation = unknown(ADD);
        atlas.fails(ProblemCode.ATLAS_REJECTED_REQUEST);
        int tries = 1;
        while (proceed(operation).isPresent()) {
            tries++;
        }

        assertThat(tries).isEqualTo(30);
        assertFailed(operation, ProblemCode.OUTCOME_UNKNOWN);
        assertRecorded("OUTCOME endpoint.add UNKNOWN 502 outcome-unknown");
    }

    @Test
    void whatIsOverdueStaysUnknown() {
        Operation operation = unknown(REMOVE);
        replica.clock.advance(Duration.ofHours(1));

        assertThat(proceed(operation)).isEmpty();

        assertFailed(operation, ProblemCode.OUTCOME_UNKNOWN);
        assertRecorded("OUTCOME endpoint.remove UNKNOWN 502 outcome-unknown");
        assertThat(atlas.endpointReads).hasValue(0);
    }

    @Test
    void aCancelledSearchRecordsNothing() {
        Operation operation = unknown(ADD);
        replica.operations.cancel(operation);

        assertThat(proceed(operation)).isEmpty();

        assertFailed(operation, OperationWords.OPERATION_CANCELLED);
        assertNothingRecorded();
    }

    @Test
    void theSearchEndsOnlyWhenItsResultIsOnRecord() {
        Operation operation = unknown(REMOVE);
        replica.trail.fails();

        assertThatThrownBy(() -> proceed(operation)).hasMessageContaining("audit-unavailable");

        assertThat(replica.work.stored(operation).isFinished()).isFalse();
    }

    @Test
    void theRecordBelongsToTheRequestThatWrote() {
        proceed(unknown(REMOVE));
        assertThat(replica.trail.requestIds()).containsExactly(replica.context.requestId());
    }

    @Test
    void theSameWriteIsSearchedForOnce() {
        assertThat(unknown(ADD).id()).isEqualTo(unknown(ADD).id());
    }

    @Test
    void anAdditionAndARemovalAreSearchedForApart() {
        assertThat(unknown(ADD).id()).isNotEqualTo(unknown(REMOVE).id());
    }

    /** The operation that resolves a write whose outcome is unknown. */
    private Operation unknown(EndpointWrite write) {
        Failure told = replica.resolver
                .start(replica.context, write, ScriptedAtlas.unknown())
                .why();
        String id = Objects.requireNonNull(told.location()).substring("/operations/".length());
        return replica.operations.find(id).orElseThrow();
    }

    private Optional<Duration> proceed(Operation operation) {
        return replica.work.proceed(operation, replica.resolver);
    }

    private void assertSucceeded(Operation operation) {
        assertThat(replica.work.stored(operation).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    private void assertFailed(Operation operation, ProblemCode code) {
        Operation stored = replica.work.stored(operation);
        assertThat(stored.state()).isEqualTo(OperationState.FAILED);
        assertThat(Optional.ofNullable(stored.failure()).map(Failure::code)).contains(code);
    }

    private void assertRecorded(String record) {
        assertThat(replica.records()).containsExactly(record);
    }

    private void assertNothingRecorded() {
        assertThat(replica.records()).isEmpty();
    }
}
