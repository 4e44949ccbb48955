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
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.OperationState;
import dev.linkgate.gateway.feature.operations.OperationWords;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found out, and put on record, of a write whose outcome was unknown. */
@OnEachDatabase
class OutcomeResolverTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointWrite ADD =
            new EndpointWrite.Add(ScriptedAtlas.PATH, new NewEndpoint.Aws(ONE), EndpointWrite.Cause.REQUEST);
    private static final EndpointWrite ENSURE = new EndpointWrite.Ensure(
            ScriptedAtlas.PATH, ONE, Optional.empty(), new EndpointWrite.Permissions(true, false));
    private static final EndpointWrite REMOVE = new EndpointWrite.Remove(ScriptedAtlas.PATH, ONE, true);

    @AutoClose
    private final WritingReplica replica;

    private final ScriptedAtlas atlas;

    OutcomeResolverTest(TestDatabase database) {
        replica = new WritingReplica(database);
        atlas = replica.atlas;
    }

    @ParameterizedTest
    @CsvSource({
        "ADD,    PENDING,   0,   SUCCEEDED, endpoint.add SUCCEEDED 201",
        "ENSURE, PENDING,   0,   SUCCEEDED, endpoint.add SUCCEEDED 201",
        "REMOVE, ABSENT,    0,   SUCCEEDED, endpoint.remove SUCCEEDED 202",
        "REMOVE, DELETING,  0,   SUCCEEDED, endpoint.remove SUCCEEDED 202",
        "REMOVE, LINK_GONE, 0,   SUCCEEDED, endpoint.remove SUCCEEDED 202",
        "ADD,    ABSENT,    120, FAILED,    endpoint.add FAILED 503 atlas-unavailable",
        "ADD,    DELETING,  120, FAILED,    endpoint.add FAILED 503 atlas-unavailable",
        "REMOVE, AVAILABLE, 120, FAILED,    endpoint.remove FAILED 503 atlas-unavailable"
    })
    void whatIsThereTellsWhatWasDone(String write, String seen, int seconds, OperationState end, String record) {
        Operation operation = unknown(write(write));
        show(seen);
        replica.clock.advance(Duration.ofSeconds(seconds));

        assertThat(proceed(operation)).isEmpty();

        Operation stored = replica.work.stored(operation);
        assertThat(stored.state()).isEqualTo(end);
        assertThat(Optional.ofNullable(stored.failure()).map(Failure::code))
                .isEqualTo(
                        end == OperationState.FAILED ? Optional.of(ProblemCode.ATLAS_UNAVAILABLE) : Optional.empty());
        assertRecorded("OUTCOME " + record);
    }

    @ParameterizedTest
    @CsvSource({"ADD, ABSENT, 119.999, 5", "REMOVE, AVAILABLE, 0, 5", "ADD, UNREADABLE, 120, 1"})
    void whatMayStillComeIsLookedForAgain(String write, String seen, double seconds, int pause) {
        Operation operation = unknown(write(write));
        show(seen);
        replica.clock.advance(Duration.ofMillis(Math.round(seconds * 1_000)));

        assertThat(proceed(operation)).contains(Duration.ofSeconds(pause));

        assertNothingRecorded();
    }

    private static EndpointWrite write(String name) {
        return switch (name) {
            case "ADD" -> ADD;
            case "ENSURE" -> ENSURE;
            default -> REMOVE;
        };
    }

    /** What Atlas shows of the endpoint. */
    private void show(String seen) {
        switch (seen) {
            case "ABSENT" -> atlas.drop(ONE);
            case "LINK_GONE" -> atlas.fails(ProblemCode.LINK_NOT_FOUND);
            case "UNREADABLE" -> atlas.fails(ProblemCode.ATLAS_TIMEOUT);
            default -> atlas.has(ONE, ConnectionStatus.valueOf(seen));
        }
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
