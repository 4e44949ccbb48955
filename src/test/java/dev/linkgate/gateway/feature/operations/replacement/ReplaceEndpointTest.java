package dev.linkgate.gateway.feature.operations.replacement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.provisioning.WritingReplica;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.feature.operations.NewOperation;
import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.OperationState;
import dev.linkgate.gateway.feature.operations.OperationWords;
import dev.linkgate.gateway.feature.operations.StepResult;
import dev.linkgate.kernel.Region;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a replacement does at each of its steps, whatever is there. */
@OnEachDatabase
class ReplaceEndpointTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointId OTHER = ScriptedAtlas.id(2);
    private static final EndpointWrite REMOVE = new EndpointWrite.Remove(ScriptedAtlas.PATH, ONE, true);

    private static final Right.State ENDED = new Right.Ended(Failure.of(ProblemCode.FORBIDDEN, "No grant."));

    @AutoClose
    private final WritingReplica replica;

    private final ScriptedAtlas atlas;

    ReplaceEndpointTest(TestDatabase database) {
        replica = new WritingReplica(database);
        atlas = replica.atlas;
    }

    /** What Atlas shows of the endpoint. */
    enum Sight {
        ABSENT,
        LINK_GONE,
        LEAVING,
        FAILED,
        CONNECTING,
        HEALTHY
    }

    @ParameterizedTest
    @CsvSource({
        "REMOVING, ABSENT, next adding, nothing",
        "REMOVING, LINK_GONE, given up link-not-found, nothing",
        "REMOVING, LEAVING, next waiting-for-removal, nothing",
        "REMOVING, FAILED, next waiting-for-removal, a removal",
        "REMOVING, CONNECTING, later, nothing",
        "REMOVING, HEALTHY, done, nothing",
        "WAITING_FOR_REMOVAL, ABSENT, next adding, nothing",
        "WAITING_FOR_REMOVAL, LINK_GONE, given up link-not-found, nothing",
        "WAITING_FOR_REMOVAL, LEAVING, later, nothing",
        "WAITING_FOR_REMOVAL, FAILED, later, nothing",
        "WAITING_FOR_REMOVAL, CONNECTING, next adding, nothing",
        "WAITING_FOR_REMOVAL, HEALTHY, next adding, nothing",
        "ADDING, ABSENT, next waiting-for-connection, an addition",
        "ADDING, LINK_GONE, given up link-not-found, nothing",
        "ADDING, LEAVING, later, nothing",
        "ADDING, FAILED, next removing, nothing",
        "ADDING, CONNECTING, later, nothing",
        "ADDING, HEALTHY, done, nothing",
        "WAITING_FOR_CONNECTION, ABSENT, given up endpoint-not-found, nothing",
        "WAITING_FOR_CONNECTION, LINK_GONE, given up link-not-found, nothing",
        "WAITING_FOR_CONNECTION, LEAVING, given up endpoint-not-found, nothing",
        "WAITING_FOR_CONNECTION, FAILED, given up atlas-error, nothing",
        "WAITING_FOR_CONNECTION, CONNECTING, later, nothing",
        "WAITING_FOR_CONNECTION, HEALTHY, done, nothing"
    })
    void whatIsThereDecidesHowItGoesOn(ReplaceStep step, Sight sight, String result, String sent) {
        show(sight);

        assertThat(words(tryStep(at(step)))).isEqualTo(result);

        assertThat(sent()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "REMOVING, FAILED, true",
        "REMOVING, HEALTHY, true",
        "REMOVING, LEAVING, false",
        "REMOVING, ABSENT, false",
        "WAITING_FOR_REMOVAL, LEAVING, false",
        "ADDING, ABSENT, false",
        "ADDING, CONNECTING, true",
        "WAITING_FOR_CONNECTION, CONNECTING, true"
    })
    void itIsCancelledOnlyWhileNothingIsMissing(ReplaceStep step, Sight sight, boolean safe) {
        show(sight);
        Operation operation = at(step);

        assertThat(replica.replaceEndpoint.isSafeToCancel(operation, context(operation)))
                .isEqualTo(safe);
    }

    @Test
    void anotherEndpointAllowsTheReplacement() {
        show(Sight.FAILED);
        atlas.has(OTHER, ConnectionStatus.AVAILABLE);

        StepResult result = tryStep(at(ReplaceStep.REMOVING, argument(false)));

        assertThat(words(result)).isEqualTo("next waiting-for-removal");
    }

    @Test
    void whatAppearsBeforeItsAdditionIsAwaited() {
        atlas.rejects(ProblemCode.ENDPOINT_EXISTS);
        assertThat(words(tryStep(at(ReplaceStep.ADDING)))).isEqualTo("later");
    }

    /** It comes when the failed endpoint is gone, and fails like that. */
    @ParameterizedTest
    @EnumSource(
            value = ReplaceStep.class,
            names = {"WAITING_FOR_REMOVAL", "ADDING"})
    void aLateCopyOfAnEarlierAdditionIsReplacedAsWell(ReplaceStep step) {
        Operation operation = at(step);
        show(Sight.CONNECTING);
        assertThat(proceed(operation)).contains(WritingReplica.POLL_INTERVAL);
        show(Sight.FAILED);
        assertThat(proceed(operation)).contains(WritingReplica.POLL_INTERVAL);
        show(Sight.ABSENT);
        assertThat(proceed(operation)).contains(WritingReplica.POLL_INTERVAL);
        show(Sight.HEALTHY);
        assertThat(proceed(operation)).isEmpty();

        assertThat(replica.work.stored(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(replica.records())
                .contains("OUTCOME endpoint.remove SUCCEEDED 202", "OUTCOME endpoint.add SUCCEEDED 201");
    }

    /** The copy has come and failed between two looks. */
    @Test
    void whatHasFailedLongAfterTheRemovalIsRemovedToo() {
        show(Sight.FAILED);
        Operation operation = at(ReplaceStep.WAITING_FOR_REMOVAL);
        assertThat(proceed(operation)).contains(WritingReplica.POLL_INTERVAL);
        replica.clock.advance(WritingReplica.SETTLE_AFTER);

        proceed(operation);

        assertThat(sent()).isEqualTo("a removal");
    }

    /** A replica that has read the removed endpoint counts its error from then. */
    @Test
    void anErrorFromBeforeTheAdditionIsNotASecondFailure() {
        atlas.has(new Endpoint(ONE, ConnectionStatus.PENDING, null, false, "busy", EndpointDetails.AWS));
        replica.project().endpoint(ScriptedAtlas.LINK, ONE);
        replica.clock.advance(WritingReplica.ERROR_GRACE);
        Operation operation = at(ReplaceStep.WAITING_FOR_CONNECTION);

        assertThat(words(tryStep(operation))).isEqualTo("later");

        replica.clock.advance(WritingReplica.ERROR_GRACE);
        assertThat(words(tryStep(operation))).isEqualTo("given up atlas-error");
    }

    /** Its replica has read the endpoint later than the one that began it, and does not know yet that it has failed. */
    @Test
    void whatWasNeitherRemovedNorAddedHasNotFailedAgain() {
        atlas.has(new Endpoint(ONE, ConnectionStatus.PENDING, null, false, "busy", EndpointDetails.AWS));
        Operation operation = at(ReplaceStep.REMOVING);
        assertThat(proceed(operation)).contains(WritingReplica.POLL_INTERVAL);

        replica.clock.advance(WritingReplica.ERROR_GRACE);
        proceed(operation);

        assertThat(replica.work.stored(operation).step()).isEqualTo("waiting-for-removal");
        assertThat(sent()).isEqualTo("a removal");
    }

    @Test
    void anAdditionToAGoneLinkIsGivenUp() {
        atlas.rejects(ProblemCode.LINK_NOT_FOUND);
        assertThat(words(tryStep(at(ReplaceStep.ADDING)))).isEqualTo("given up link-not-found");
    }

    @Test
    void anyOtherRefusalOfAnAdditionFailsTheTry() {
        atlas.rejects(ProblemCode.LINK_NOT_READY);
        assertFails(at(ReplaceStep.ADDING), ProblemCode.LINK_NOT_READY);
    }

    @Test
    void aRefusedRemovalFailsTheTry() {
        show(Sight.FAILED);
        atlas.rejects(ProblemCode.ATLAS_CONFLICT);
        assertFails(at(ReplaceStep.REMOVING), ProblemCode.ATLAS_CONFLICT);
    }

    @Test
    void anEndpointThatCannotBeReadFailsTheTry() {
        atlas.fails(ProblemCode.ATLAS_TIMEOUT);
        assertFails(at(ReplaceStep.ADDING), ProblemCode.ATLAS_TIMEOUT);
        assertThat(sent()).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource({"ADDING, ABSENT, adding", "REMOVING, FAILED, removing"})
    void anUnknownWriteIsRepeatedOnlyAfterAWhile(ReplaceStep step, Sight sight, String word) {
        show(sight);
        atlas.leavesUnknown();
        Operation operation = at(step);

        assertThat(proceed(operation)).contains(WritingReplica.SETTLE_AFTER);

        assertUnresolved(operation, word);
    }

    @Test
    void anUnknownRemovalThatWasDoneIsNotRepeated() {
        show(Sight.FAILED);
        atlas.answers(() -> {
            atlas.carryOut(REMOVE);
            return ScriptedAtlas.unknown();
        });
        Operation operation = at(ReplaceStep.REMOVING);
        proceed(operation);

        proceed(operation);

        assertThat(replica.work.stored(operation).step()).isEqualTo("waiting-for-removal");
        assertThat(sent()).isEqualTo("a removal");
    }

    @Test
    void aSecondFailureIsToldInAtlassWords() {
        atlas.has(new Endpoint(
                ONE, ConnectionStatus.REJECTED, null, false, "No route to the service", EndpointDetails.AWS));

        StepResult result = tryStep(at(ReplaceStep.WAITING_FOR_CONNECTION));

        assertThat(result)
                .isEqualTo(new StepResult.GivenUp(Failure.of(
                        ProblemCode.ATLAS_ERROR,
                        "The endpoint was added again and failed again. Atlas says: No route to the service.")));
    }

    @Test
    void anOverdueReplacementTellsItsStep() {
        Operation operation = at(ReplaceStep.WAITING_FOR_REMOVAL);
        replica.clock.advance(Duration.ofHours(1));

        assertThat(proceed(operation)).isEmpty();

        assertThat(replica.work.stored(operation).failure())
                .isEqualTo(Failure.of(
                        ProblemCode.ATLAS_TIMEOUT,
                        "The operation's deadline passed at the step 'waiting-for-removal'. Read the endpoint to see"
                                + " its state."));
    }

    /** What another has removed is not added, either. */
    @ParameterizedTest
    @CsvSource({"REMOVING, FAILED", "ADDING, ABSENT"})
    void aCallerThatHasLostItsRightWritesNothing(ReplaceStep step, Sight sight) {
        show(sight);
        replica.toChangeEndpoints = ENDED;
        Operation operation = at(step, argument(true));

        assertThat(proceed(operation)).isEmpty();

        assertThat(replica.work.stored(operation).failure())
                .isEqualTo(Failure.of(
                        OperationWords.OPERATION_CANCELLED, "Its caller may not do the next step any more. No grant."));
        assertThat(sent()).isEqualTo("nothing");
        assertThat(replica.records()).isEmpty();
    }

    @Test
    void aRightThatEndsBeforeTheRemovalIsSentCancelsIt() {
        show(Sight.FAILED);
        Operation operation = at(ReplaceStep.REMOVING);
        atlas.beforeAnswer(() -> {
            if (!replica.records().isEmpty()) {
                replica.toChangeEndpoints = ENDED;
            }
        });

        assertFails(operation, OperationWords.OPERATION_CANCELLED);

        assertThat(sent()).isEqualTo("nothing");
        assertThat(replica.records())
                .containsExactly("INTENT endpoint.remove", "OUTCOME endpoint.remove REFUSED 403 forbidden");
    }

    /** Its replica was killed after the removal, or got no answer. */
    @Test
    void aRemovalThatWasInterruptedIsItsOwn() {
        show(Sight.FAILED);
        atlas.answers(() -> {
            show(Sight.ABSENT);
            return ScriptedAtlas.unknown();
        });
        Operation operation = at(ReplaceStep.REMOVING);
        proceed(operation);
        replica.toChangeEndpoints = ENDED;
        atlas.sent.clear();

        proceed(operation);

        assertThat(sent()).isEqualTo("an addition");
    }

    /** Callers may name their requests as they like. */
    @Test
    void aRequestThatIsCalledAsAnOperationIsNotTheOperations() {
        Operation operation = at(ReplaceStep.REMOVING);
        replica.trail.append(
                operation.id().value(),
                replica.clock.instant(),
                Phase.OUTCOME,
                Action.ENDPOINT_REMOVE,
                REMOVE.target(),
                Outcome.succeeded(202));
        replica.toChangeEndpoints = ENDED;

        proceed(operation);

        assertThat(sent()).isEqualTo("nothing");
    }

    @Test
    void anUnknownAdditionThatProvedToBeDoneIsOnRecordAndTheTeams() {
        replica.trail.append(
                replica.clock.instant(),
                EndpointStore.added(ScriptedAtlas.PATH, ONE, new Owner("billing", "CHG1")),
                EndpointStore.removed(ScriptedAtlas.PATH, ONE));
        atlas.leavesUnknown();
        Operation operation = at(ReplaceStep.ADDING);
        proceed(operation);
        show(Sight.HEALTHY);

        assertThat(proceed(operation)).isEmpty();

        assertThat(replica.records())
                .endsWith("OUTCOME endpoint.add UNKNOWN 502 outcome-unknown", "OUTCOME endpoint.add SUCCEEDED 201");
        KnownEndpoint known = replica.store.find(ScriptedAtlas.PATH, ONE).orElseThrow();
        assertThat(known.isRemoved()).isFalse();
        assertThat(known.owner()).isEqualTo(new Owner("billing", "CHG1"));
    }

    @Test
    void itWaitsForTheOutcomeOfItsRemoval() {
        Operation operation = at(ReplaceStep.REMOVING);
        Intent open = replica.trail.trail().begin(operation.context(), Action.ENDPOINT_REMOVE, REMOVE.target());
        assertThat(words(tryStep(operation))).isEqualTo("later");

        replica.trail.trail().end(operation.context(), open, Outcome.succeeded(202));

        assertThat(words(tryStep(operation))).isEqualTo("next adding");
    }

    /** Its role was lowered from owner to editor. */
    @Test
    void aCallerThatMayNotCreateLinksAnyMoreCreatesNone() {
        show(Sight.LINK_GONE);
        replica.toChangeLinks = ENDED;
        Optional<NewLink> link = Optional.of(new NewLink.Aws(new Region("us-east-1"), List.of()));
        Replacements.Argument argument =
                new Replacements.Argument(true, new NewEndpoint.Aws(ONE), link, new Owner(null, null), true);
        Operation operation = at(ReplaceStep.CREATING_LINK, argument);

        assertThat(proceed(operation)).isEmpty();

        assertThat(replica.work.stored(operation).failure())
                .extracting(Failure::code)
                .isEqualTo(OperationWords.OPERATION_CANCELLED);
        assertThat(sent()).isEqualTo("nothing");
    }

    @Test
    void aRightThatCannotBeConfirmedIsAskedAgainLater() {
        show(Sight.FAILED);
        replica.toChangeEndpoints = new Right.Unconfirmed();
        Operation operation = at(ReplaceStep.REMOVING);

        assertThat(proceed(operation)).isPresent();
        assertThat(sent()).isEqualTo("nothing");

        replica.toChangeEndpoints = new Right.Held();
        proceed(operation);
        assertThat(sent()).isEqualTo("a removal");
    }

    private void show(Sight sight) {
        switch (sight) {
            case ABSENT -> atlas.drop(ONE);
            case LINK_GONE -> atlas.fails(ProblemCode.LINK_NOT_FOUND);
            case LEAVING -> atlas.has(ONE, ConnectionStatus.DELETING);
            case FAILED -> atlas.has(ONE, ConnectionStatus.REJECTED);
            case CONNECTING -> atlas.has(ONE, ConnectionStatus.PENDING);
            case HEALTHY -> atlas.has(ONE, ConnectionStatus.AVAILABLE);
        }
    }

    /** A replacement that has come to a step by itself. */
    private Operation at(ReplaceStep step) {
        Replacements.Argument asked = argument(true);
        return at(step, step == ReplaceStep.REMOVING ? asked : asked.whenRemoved());
    }

    private static Replacements.Argument argument(boolean allowLinkRemoval) {
        return new Replacements.Argument(
                allowLinkRemoval, new NewEndpoint.Aws(ONE), Optional.empty(), new Owner(null, null), false);
    }

    /** A replacement that has come to a step. */
    private Operation at(ReplaceStep step, Replacements.Argument argument) {
        return replica.operations.start(new NewOperation(
                Replacements.KIND,
                ScriptedAtlas.PATH.of(ONE),
                step,
                REMOVE.target(),
                argument.stored(),
                replica.context));
    }

    private StepResult tryStep(Operation operation) {
        return replica.replaceEndpoint.advance(operation, context(operation));
    }

    private Optional<Duration> proceed(Operation operation) {
        return replica.work.proceed(operation, replica.replaceEndpoint);
    }

    private static RequestContext context(Operation operation) {
        return operation.context();
    }

    private static String words(StepResult result) {
        return switch (result) {
            case StepResult.Next next -> "next " + next.step().word();
            case StepResult.Later later -> "later";
            case StepResult.Done done -> "done";
            case StepResult.NotDone notDone -> "not done " + notDone.why().code();
            case StepResult.GivenUp given -> "given up " + given.why().code();
        };
    }

    private String sent() {
        if (atlas.sent.isEmpty()) {
            return "nothing";
        }
        assertThat(atlas.sent).hasSize(1);
        return atlas.sent.getFirst() instanceof EndpointWrite.Remove ? "a removal" : "an addition";
    }

    private void assertFails(Operation operation, ProblemCode code) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> tryStep(operation))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    /** It stays at its step, and no other operation asks what became of the write. */
    private void assertUnresolved(Operation operation, String step) {
        assertThat(replica.unfinished()).containsExactly(replica.work.stored(operation));
        assertThat(replica.work.stored(operation).step()).isEqualTo(step);
        assertThat(replica.work.stored(operation).failedTries()).isEqualTo(1);
    }
}
