package dev.linkgate.gateway.core.endpoints.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.replica.DistributedLock;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.operations.OperationWords;
import dev.linkgate.gateway.feature.operations.replacement.Replacements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** The way of a write to Atlas: in which order its steps come, what stops it, and what is on record afterwards. */
@OnEachDatabase
class WritePipelineTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointId OTHER = ScriptedAtlas.id(2);
    private static final EndpointId AZURE =
            new EndpointId("/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/shop"
                    + "/providers/Microsoft.Network/privateEndpoints/orders");
    private static final EndpointId GCP = new EndpointId("orders");
    private static final List<EndpointDetails.ForwardingRule> RULES =
            List.of(new EndpointDetails.ForwardingRule("orders-0", "10.0.0.4", "FAILED"));
    private static final EndpointWrite ADD =
            new EndpointWrite.Add(ScriptedAtlas.PATH, new NewEndpoint.Aws(ONE), EndpointWrite.Cause.REQUEST);
    private static final EndpointWrite ENSURE = new EndpointWrite.Ensure(
            ScriptedAtlas.PATH, ONE, Optional.empty(), new EndpointWrite.Permissions(true, false));
    private static final EndpointWrite REMOVE = new EndpointWrite.Remove(ScriptedAtlas.PATH, ONE, true);
    private static final EndpointWrite REMOVE_UNLESS_LAST = new EndpointWrite.Remove(ScriptedAtlas.PATH, ONE, false);

    private static final Right.State ENDED = new Right.Ended(Failure.of(ProblemCode.FORBIDDEN, "no more"));

    @AutoClose
    private final WritingReplica replica;

    private final ScriptedAtlas atlas;

    WritePipelineTest(TestDatabase database) {
        replica = new WritingReplica(database);
        atlas = replica.atlas;
    }

    // The order of the steps.

    @Test
    void withoutADurableIntentNothingIsDone() {
        replica.trail.fails();

        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> replica.run(REMOVE, hooks(() -> {
                    throw new AssertionError("it was begun");
                })))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.AUDIT_UNAVAILABLE));

        assertNothingSent();
        assertThat(atlas.endpointReads).hasValue(0);
    }

    @Test
    void theIntentIsDurableBeforeTheLinkIsLocked() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);

        WriteResult<Endpoint> result = whileLockedElsewhere(REMOVE);

        assertStopped(result, ProblemCode.LINK_NOT_READY);
        assertThat(replica.records())
                .containsExactly("INTENT endpoint.remove", "OUTCOME endpoint.remove REFUSED 409 link-not-ready");
        assertThat(atlas.endpointReads).hasValue(0);
    }

    @Test
    void earlierReadsAreVoidBeforeTheChecks() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        readShared();

        replica.run(ENSURE, hooks(() -> {
            atlas.has(ONE, ConnectionStatus.PENDING);
            assertThat(readShared()).isEqualTo(ConnectionStatus.PENDING);
        }));
    }

    @Test
    void readsOfDuringTheWriteAreVoidAfterIt() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);

        replica.run(REMOVE, hooks(this::readShared));

        assertThat(readShared()).isEqualTo(ConnectionStatus.DELETING);
    }

    @Test
    void theLinkIsLockedWhileARemovalIsSent() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        List<Boolean> locked = new ArrayList<>();
        atlas.answers(() -> {
            locked.add(replica.linkIsLocked());
            return atlas.carryOut(REMOVE);
        });

        replica.run(REMOVE);

        assertThat(locked).containsExactly(true);
        assertThat(replica.linkIsLocked()).isFalse();
    }

    /** The replica sleeps between its checks and its write. */
    @Test
    void whatTheLockGuardsIsNotSentWithoutIt() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.timeLeft(Duration.ofSeconds(30));

        WriteResult<Endpoint> result = replica.run(REMOVE, hooks(() -> replica.clock.advance(Duration.ofSeconds(30))));

        assertStopped(result, ProblemCode.LINK_NOT_READY);
        assertNothingSent();
        assertRecorded("endpoint.remove", "REFUSED 409 link-not-ready");
    }

    @Test
    void whatALeaseGuardsIsNotSentWithoutIt() {
        AtomicBoolean held = new AtomicBoolean(true);
        replica.context.leased(
                Right.whileHeld(held::get, Failure.of(ProblemCode.LINK_NOT_READY, "another replica may have it")));

        WriteResult<Endpoint> result = replica.run(ADD, hooks(() -> held.set(false)));

        assertStopped(result, ProblemCode.LINK_NOT_READY);
        assertNothingSent();
    }

    @Test
    void anAdditionDoesNotWaitForTheLink() {
        assertThat(whileLockedElsewhere(ADD)).isInstanceOf(WriteResult.Applied.class);
    }

    @Test
    void theOutcomeIsOnRecordBeforeAnybodyIsTold() {
        List<String> records = new ArrayList<>();

        replica.run(ADD, WriteHooks.of(Precondition.NONE, result -> records.addAll(replica.records())));

        assertThat(records).containsExactly("INTENT endpoint.add", "OUTCOME endpoint.add SUCCEEDED 201");
    }

    // What is on record of each result.

    @Test
    void anEnsuredEndpointThatWasAbsentIsRecordedAsCreated() {
        atlas.answers(() -> {
            assertThat(replica.database
                            .sql("SELECT sends FROM audit_open_intent")
                            .query(String.class)
                            .list())
                    .as("what a killed process has sent")
                    .contains("endpoint.add");
            return new WriteResult.Applied<>(Optional.of(ScriptedAtlas.endpoint(ONE, ConnectionStatus.PENDING)));
        });

        assertThat(replica.run(ENSURE)).isInstanceOf(WriteResult.Applied.class);

        assertRecorded("endpoint.ensure", "SUCCEEDED 201");
    }

    @Test
    void anEnsuredEndpointThatAppearedMeanwhileIsLeftAlone() {
        atlas.answers(() -> {
            atlas.has(ONE, ConnectionStatus.PENDING);
            return ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS);
        });

        assertThat(replica.run(ENSURE)).isInstanceOf(WriteResult.Unneeded.class);

        assertRecorded("endpoint.ensure", "SUCCEEDED 200");
    }

    @Test
    void faultBeforeSendingIsRecordedAndPassesThrough() {
        assertThatIllegalStateException()
                .isThrownBy(() -> replica.run(REMOVE, hooks(() -> {
                    throw new IllegalStateException("a fault");
                })))
                .withMessage("a fault");

        assertRecorded("endpoint.remove", "FAILED 500 internal-error");
        assertThat(replica.linkIsLocked()).isFalse();
    }

    @Test
    void aDatabaseThatIsBusyBeforeSendingStopsTheWrite() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);

        assertStopped(
                replica.run(REMOVE, hooks(() -> {
                    throw new CannotGetJdbcConnectionException("none is free");
                })),
                ProblemCode.AUDIT_UNAVAILABLE);

        assertRecorded("endpoint.remove", "FAILED 503 audit-unavailable");
        assertThat(replica.linkIsLocked()).isFalse();
    }

    @Test
    void faultWhileSendingLeavesTheOutcomeUnknown() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.answers(() -> {
            throw new IllegalStateException("a fault");
        });

        assertThat(replica.run(REMOVE)).isInstanceOf(WriteResult.Unknown.class);

        assertRecorded("endpoint.remove", "UNKNOWN 502 outcome-unknown");
        assertThat(replica.linkIsLocked()).isFalse();
    }

    @Test
    void whatAtlasHasRefusedStandsThoughTheDatabaseFailsThen() {
        atlas.answers(() -> {
            atlas.has(ONE, ConnectionStatus.AVAILABLE);
            replica.databaseFailure = new CannotGetJdbcConnectionException("gone");
            return ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS);
        });

        WriteResult<Endpoint> result = replica.run(ADD);

        assertThat(result).isEqualTo(ScriptedAtlas.rejected(ProblemCode.ENDPOINT_EXISTS));
        assertRecorded("endpoint.add", "FAILED 409 endpoint-exists");
    }

    static Stream<RuntimeException> faultsAfterTheEnd() {
        return Stream.of(
                new IllegalStateException("a fault"),
                new CannotGetJdbcConnectionException("gone"),
                Failure.of(OperationWords.OPERATION_CANCELLED, "as the test wants it")
                        .toException());
    }

    @ParameterizedTest
    @MethodSource("faultsAfterTheEnd")
    void whatFollowsAWriteChangesNeitherItsRecordNorItsResult(RuntimeException fault) {
        WriteResult<Endpoint> result = replica.run(ADD, WriteHooks.of(Precondition.NONE, done -> {
            throw fault;
        }));

        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        assertRecorded("endpoint.add", "SUCCEEDED 201");
    }

    // What stops a write.

    /** It could be sent when that team's replacement has removed the endpoint. */
    @Test
    void theAdditionOfAnotherTeamsEndpointWaitsForTheLink() {
        replica.trail.append(
                replica.clock.instant(), EndpointStore.added(ScriptedAtlas.PATH, ONE, new Owner("billing", null)));

        assertStopped(whileLockedElsewhere(ADD), ProblemCode.LINK_NOT_READY);
        assertStopped(whileLockedElsewhere(ENSURE), ProblemCode.LINK_NOT_READY);
    }

    @Test
    void anEndpointThatLeavesKeepsNoLinkAlive() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.has(OTHER, ConnectionStatus.DELETING);

        assertStopped(replica.run(REMOVE_UNLESS_LAST), ProblemCode.LAST_ENDPOINT);
    }

    @Test
    void anEndpointThatIsBeingReplacedKeepsNoLinkAlive() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.has(OTHER, ConnectionStatus.REJECTED);
        replica.run(new EndpointWrite.Ensure(
                ScriptedAtlas.PATH, OTHER, Optional.empty(), new EndpointWrite.Permissions(false, false)));

        assertThat(replica.replacements.unfinished(ScriptedAtlas.PATH, OTHER).map(Replacements.Argument::of))
                .hasValueSatisfying(
                        argument -> assertThat(argument.allowLinkRemoval()).isFalse());
        assertStopped(replica.run(REMOVE_UNLESS_LAST), ProblemCode.LAST_ENDPOINT);
    }

    static Stream<Endpoint> endpointsThatAtlasTellsInPart() {
        return Stream.of(
                rejected(AZURE, new EndpointDetails.Azure(null, null)),
                rejected(GCP, new EndpointDetails.Gcp(null, RULES, false)),
                rejected(GCP, new EndpointDetails.Gcp("shop-prod", List.of(), false)));
    }

    @ParameterizedTest
    @MethodSource("endpointsThatAtlasTellsInPart")
    void whatCouldNotBeAddedAgainIsNotRemoved(Endpoint failed) {
        atlas.isOn(failed.provider());
        atlas.has(failed);

        assertStopped(replica.run(ensure(failed.interfaceEndpointId())), ProblemCode.INVALID_REQUEST);

        assertThat(replica.replacements.unfinished(ScriptedAtlas.PATH, failed.interfaceEndpointId()))
                .isEmpty();
    }

    private static Endpoint rejected(EndpointId id, EndpointDetails details) {
        return new Endpoint(id, ConnectionStatus.REJECTED, null, false, null, details);
    }

    private static EndpointWrite ensure(EndpointId id) {
        return new EndpointWrite.Ensure(
                ScriptedAtlas.PATH, id, Optional.empty(), new EndpointWrite.Permissions(true, false));
    }

    @Test
    void aCheckThatCannotReadStopsTheWrite() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.failsOfLink(ProblemCode.ATLAS_UNAVAILABLE);

        assertStopped(replica.run(REMOVE_UNLESS_LAST), ProblemCode.ATLAS_UNAVAILABLE);

        assertRecorded("endpoint.remove", "FAILED 503 atlas-unavailable");
    }

    @Test
    void aHookStopsTheWriteBeforeAtlasIsAsked() {
        WriteResult<Endpoint> result = replica.run(REMOVE, hooks(() -> {
            throw Failure.of(OperationWords.OPERATION_CANCELLED, "as the test wants it")
                    .toException();
        }));

        assertStopped(result, OperationWords.OPERATION_CANCELLED);
        assertRecorded("endpoint.remove", "REFUSED 409 operation-cancelled");
        assertThat(atlas.endpointReads).hasValue(0);
    }

    @Test
    void theHookIsToldUnderTheLockWhatStoppedTheWrite() {
        List<WriteResult<Endpoint>> told = new ArrayList<>();
        List<Boolean> locked = new ArrayList<>();

        WriteResult<Endpoint> result = replica.run(REMOVE, WriteHooks.of(Precondition.NONE, stopped -> {
            told.add(stopped);
            locked.add(replica.linkIsLocked());
        }));

        assertThat(told).containsExactly(result);
        assertThat(locked).containsExactly(true);
    }

    @Test
    void theHookIsToldUnderTheLockWhatAtlasDid() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        List<WriteResult<Endpoint>> told = new ArrayList<>();
        List<Boolean> locked = new ArrayList<>();

        WriteResult<Endpoint> result = replica.run(REMOVE, WriteHooks.of(Precondition.NONE, done -> {
            told.add(done);
            locked.add(replica.linkIsLocked());
        }));

        assertThat(told).containsExactly(result);
        assertThat(locked).containsExactly(true);
    }

    // What goes on with an unknown outcome.

    @Test
    void anOperationsUnknownOutcomeGetsNoOther() {
        atlas.leavesUnknown();

        WriteResult<Endpoint> result = replica.run(ADD, hooks(() -> {}));

        assertThat(result).isEqualTo(ScriptedAtlas.unknown());
        assertThat(replica.unfinished()).isEmpty();
    }

    @Test
    void anUnknownOutcomeStandsThoughItsOperationCannotStart() {
        atlas.answers(() -> {
            replica.database.sql("ALTER TABLE operation RENAME TO away").update();
            return ScriptedAtlas.unknown();
        });
        try {
            assertThat(replica.run(ADD)).isEqualTo(ScriptedAtlas.unknown());
        } finally {
            replica.database.sql("ALTER TABLE away RENAME TO operation").update();
        }
        assertRecorded("endpoint.add", "UNKNOWN 502 outcome-unknown");
    }

    /** The hooks of an operation, so that nothing but the write itself comes afterwards. */
    private static WriteHooks<Endpoint> hooks(Runnable beforeSend) {
        return WriteHooks.ofOperation(beforeSend, null);
    }

    private ConnectionStatus readShared() {
        return replica.project()
                .endpoint(ScriptedAtlas.LINK, ONE, Freshness.SHARED)
                .value()
                .connectionStatus();
    }

    @Test
    void aRightThatEndsUnderTheLockStopsTheWrite() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        AtomicReference<Right.State> state = new AtomicReference<>(new Right.Held());
        replica.context.allowed(() -> Objects.requireNonNull(state.get()));

        assertStopped(replica.run(REMOVE, hooks(() -> state.set(ENDED))), ProblemCode.FORBIDDEN);

        assertRecorded("endpoint.remove", "REFUSED 403 forbidden");
        assertThat(replica.linkIsLocked()).isFalse();
    }

    /** Another addition uses up the approval after the last check, and before the first byte. */
    @Test
    void anAdditionWhoseApprovalIsGoneIsToldOfTheEndpointThatIsThere() {
        atlas.answers(() -> {
            atlas.has(ONE, ConnectionStatus.PENDING);
            return new WriteResult.NotSent<>(Failure.of(ProblemCode.ORIGIN_NOT_ALLOWED, "not approved"));
        });

        assertThat(replica.run(ADD).failure().map(Failure::code)).contains(ProblemCode.ENDPOINT_EXISTS);

        assertRecorded("endpoint.add", "REFUSED 409 endpoint-exists");
    }

    @Test
    void aRightThatCannotBeConfirmedStopsTheWrite() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        replica.context.allowed(Right.Unconfirmed::new);

        assertStopped(replica.run(REMOVE), ProblemCode.ACCESS_UNCONFIRMED);

        assertRecorded("endpoint.remove", "FAILED 503 access-unconfirmed");
    }

    private WriteResult<Endpoint> whileLockedElsewhere(EndpointWrite write) {
        atlas.timeLeft(Duration.ZERO);
        try (DistributedLock.Held elsewhere = replica.lockElsewhere().orElseThrow()) {
            return replica.run(write);
        }
    }

    private void assertRecorded(String action, String outcome) {
        assertThat(replica.records()).containsExactly("INTENT " + action, "OUTCOME " + action + " " + outcome);
    }

    private void assertStopped(WriteResult<Endpoint> result, ProblemCode why) {
        assertThat(result).isInstanceOf(WriteResult.NotSent.class);
        assertThat(result.failure().map(Failure::code)).isEqualTo(Optional.of(why));
        assertNothingSent();
    }

    private void assertNothingSent() {
        assertThat(atlas.sent).isEmpty();
    }
}
