package dev.linkgate.gateway.feature.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.feature.identities.IdentityWords;
import dev.linkgate.gateway.feature.operations.ScriptedKind.TestStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** How the engine goes on with work, whatever its kind. */
@OnEachDatabase
class OperationExecutorTest {

    private static final Map<TestDatabase, DataSource> DATABASES = new EnumMap<>(TestDatabase.class);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final StepResult LATER = new StepResult.Later(Duration.ofSeconds(5));

    private static final List<ProblemCode> ALL = TestVocabulary.ALL.all(ProblemCode.class);

    /** All that is tried again; every other failure ends an operation. */
    private static final Set<ProblemCode> MAY_PASS = Set.of(
            ProblemCode.LINK_NOT_READY,
            ProblemCode.NO_CREDENTIAL,
            ProblemCode.ATLAS_CONFLICT,
            ProblemCode.RATE_LIMITED,
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            ProblemCode.ATLAS_ACCESS_LIST,
            ProblemCode.ATLAS_ERROR,
            ProblemCode.OUTCOME_UNKNOWN,
            IdentityWords.ISSUER_UNAVAILABLE,
            ProblemCode.ATLAS_UNAVAILABLE,
            ProblemCode.AUDIT_UNAVAILABLE,
            ProblemCode.ACCESS_UNCONFIRMED,
            ProblemCode.OVERLOADED,
            ProblemCode.ATLAS_TIMEOUT);

    private final ManualClock clock = new ManualClock();
    private final ScriptedKind kind = new ScriptedKind();
    private final DataSource database;
    private final TestOperations work;
    private final Operation operation;

    OperationExecutorTest(TestDatabase database) {
        this.database = DATABASES.computeIfAbsent(database, TestDatabase::migrated);
        work = new TestOperations(this.database, clock);
        operation = work.operations().start(ScriptedKind.about(UUID.randomUUID().toString()));
    }

    // Only with its lease.

    private static final Failure LOST = Failure.of(OperationWords.OPERATION_CANCELLED, "another replica may have it");

    @Test
    void withoutItsLeaseAnOperationIsLeftToAnotherReplica() {
        assertThat(work.proceed(operation, Right.whileHeld(() -> false, LOST), kind))
                .hasValueSatisfying(pause -> assertThat(pause).isLessThan(SECOND));

        assertThat(kind.tried).isZero();
        assertThat(work.stored(operation)).isEqualTo(operation);
    }

    /** The replica sleeps in the middle of a step, while another one takes its operations over. */
    @Test
    void afterTheEndOfItsLeaseNothingIsStoredOrEnded() {
        for (StepResult result :
                List.of(new StepResult.Next(TestStep.SECOND), new StepResult.Done(), new StepResult.GivenUp(LOST))) {
            AtomicBoolean held = new AtomicBoolean(true);
            kind.tries(tried -> {
                held.set(false);
                return result;
            });
            kind.whenEnded = ended -> {
                throw new AssertionError("ended without its lease");
            };
            assertThatIllegalStateException()
                    .isThrownBy(() -> work.proceed(operation, Right.whileHeld(held::get, LOST), kind))
                    .withMessageContaining("another replica continues");
            assertThat(work.stored(operation).state()).isEqualTo(OperationState.RUNNING);
            assertThat(work.stored(operation).step()).isEqualTo(operation.step());
        }
    }

    // What is stored, and when.

    @Test
    void aStepIsStoredBeforeItIsTried() {
        List<String> stored = new ArrayList<>();
        kind.tries(tried -> {
            stored.add(state());
            return new StepResult.Next(TestStep.SECOND);
        });
        kind.tries(tried -> {
            stored.add(state());
            return ScriptedKind.DONE;
        });

        assertThat(proceed()).isEmpty();

        assertThat(stored).containsExactly("RUNNING first", "RUNNING second");
        assertThat(state()).isEqualTo("SUCCEEDED second");
    }

    @Test
    void itsLinesInTheLogShowTheRequestThatAskedForIt() {
        List<String> shown = new ArrayList<>();
        kind.tries(tried -> {
            shown.add(MDC.get("http.request.id"));
            return ScriptedKind.DONE;
        });

        proceed();

        assertThat(shown).containsExactly(operation.requestId());
        assertThat(MDC.get("http.request.id")).isNull();
    }

    @Test
    void workOfAnotherReplicaIsNotOverwritten() {
        ScriptedKind elsewhere = new ScriptedKind();
        elsewhere.tries(new StepResult.Next(TestStep.SECOND));
        kind.tries(tried -> {
            new TestOperations(database, clock).proceed(operation, elsewhere);
            return ScriptedKind.DONE;
        });

        assertThatIllegalStateException().isThrownBy(this::proceed).withMessageContaining("another replica");

        assertThat(state()).isEqualTo("RUNNING second");
    }

    @Test
    void anEndByAnotherIsNotOverwritten() {
        kind.tries(tried -> {
            work.operations().abandon(operation, "Not wanted.");
            return new StepResult.Next(TestStep.SECOND);
        });

        assertThatIllegalStateException().isThrownBy(this::proceed);

        assertThat(state()).isEqualTo("FAILED first");
        assertThat(failure()).isEqualTo(Failure.of(OperationWords.OPERATION_CANCELLED, "Not wanted."));
    }

    /** All replicas look once in an interval. After equal pauses the same one could come first each time. */
    @Test
    void aKindOfALaterVersionIsLeftToAnotherReplicaAtAnyMomentOfAnInterval() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pauses.add(work.proceed(operation).orElseThrow());
        }

        assertThat(pauses)
                .allMatch(pause -> pause.compareTo(TestOperations.POLL_INTERVAL) < 0)
                .anyMatch(pause -> pause.multipliedBy(4).compareTo(TestOperations.POLL_INTERVAL) < 0)
                .anyMatch(pause -> pause.multipliedBy(4).compareTo(TestOperations.POLL_INTERVAL.multipliedBy(3)) > 0);
        assertThat(state()).isEqualTo("QUEUED first");
    }

    @Test
    void aFaultOfAKindChangesNothing() {
        kind.tries(tried -> {
            throw new IllegalStateException("a fault");
        });

        assertThatIllegalStateException().isThrownBy(this::proceed).withMessage("a fault");

        assertThat(state()).isEqualTo("RUNNING first");
        assertThat(work.stored(operation).failedTries()).isZero();
    }

    // Failures.

    @Test
    void pausesDoubleUpToTheLongest() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            kind.fails(ProblemCode.ATLAS_UNAVAILABLE);
            pauses.add(proceed().orElseThrow());
        }

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 120L, 120L);
    }

    @Test
    void aFailureMayAskForALongerPause() {
        kind.fails(Failure.of(ProblemCode.RATE_LIMITED, "Wait.").retryAfter(Duration.ofMinutes(3)));
        assertThat(proceed()).contains(Duration.ofMinutes(3));
    }

    @Test
    void aFailureMayNotAskForAShorterPause() {
        kind.fails(Failure.of(ProblemCode.RATE_LIMITED, "Wait.").retryAfter(Duration.ZERO));
        assertThat(proceed()).contains(SECOND);
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void onlyAFailureThatMayPassIsTriedAgain(ProblemCode code) {
        kind.fails(code);

        boolean triedAgain = proceed().isPresent();

        assertThat(triedAgain).isEqualTo(MAY_PASS.contains(code));
        assertThat(state()).isEqualTo(MAY_PASS.contains(code) ? "RUNNING first" : "FAILED first");
    }

    @Test
    void tooManyFailedTriesEndIt() {
        failsAsOftenAsItMay();
        kind.fails(ProblemCode.ATLAS_TIMEOUT);

        assertThat(proceed()).isEmpty();

        assertThat(state()).isEqualTo("FAILED first");
        assertThat(failure().code()).isEqualTo(ProblemCode.ATLAS_TIMEOUT);
    }

    @Test
    void triesCountOnlyInARow() {
        failsAsOftenAsItMay();
        kind.tries(LATER);
        kind.fails(ProblemCode.ATLAS_UNAVAILABLE);
        proceed();

        assertThat(proceed()).contains(SECOND);
    }

    @Test
    void aNewStepHasAllItsTries() {
        failsAsOftenAsItMay();
        kind.tries(new StepResult.Next(TestStep.SECOND));
        kind.fails(ProblemCode.ATLAS_UNAVAILABLE);

        assertThat(proceed()).contains(SECOND);
        assertThat(state()).isEqualTo("RUNNING second");
    }

    /** The next failure in a row ends it. */
    private void failsAsOftenAsItMay() {
        for (int tries = 1; tries < 30; tries++) {
            kind.fails(ProblemCode.ATLAS_UNAVAILABLE);
            assertThat(proceed()).isPresent();
        }
    }

    // The deadline.

    @Test
    void theDeadlineEndsIt() {
        clock.advance(HOUR);

        assertThat(proceed()).isEmpty();

        assertThat(failure()).isEqualTo(ScriptedKind.OVERDUE);
        assertThat(kind.tried).isZero();
    }

    // What rings.

    @Test
    void justBeforeTheDeadlineItIsTried() {
        clock.advance(HOUR.minusMillis(1));

        proceed();

        assertThat(kind.tried).isEqualTo(1);
    }

    @Test
    void anEndThatNeedsNobodyDoesNotRing() {
        kind.tries(tried -> new StepResult.NotDone(Failure.of(ProblemCode.ATLAS_UNAVAILABLE, "not carried out")));
        assertThat(proceed()).isEmpty();
        assertThat(state()).startsWith("FAILED");
        assertThat(work.endings()).containsExactly("not-done 1");
    }

    @Test
    void aCancellationDoesNotRing() {
        work.operations().cancel(operation);
        assertThat(proceed()).isEmpty();
        assertThat(work.endings()).containsExactly("not-done 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"operation-cancelled", "forbidden", "origin-not-allowed", "quota-reached"})
    void aRefusalOfTheGatewayDoesNotRing(String code) {
        kind.tries(tried -> {
            throw Failure.of(TestVocabulary.problem(code), "refused").toException();
        });
        assertThat(proceed()).isEmpty();
        assertThat(work.endings()).containsExactly("not-done 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal-error", "link-not-found", "atlas-rejected-request"})
    void whatSomebodyMustRepairRings(String code) {
        kind.tries(tried -> new StepResult.GivenUp(Failure.of(TestVocabulary.problem(code), "failed")));
        assertThat(proceed()).isEmpty();
        assertThat(work.endings()).containsExactly("failed 1");
    }

    @Test
    void whatAtlasRefusesRings() {
        kind.tries(tried -> {
            throw Failure.of(ProblemCode.FORBIDDEN, "refused")
                    .answeredBy(new AtlasAnswer(403, "USER_UNAUTHORIZED", "no", List.of()))
                    .toException();
        });
        assertThat(proceed()).isEmpty();
        assertThat(work.endings()).containsExactly("failed 1");
    }

    // Cancellation.

    @Test
    void aCancelledOperationEndsWhereThatIsSafe() {
        work.operations().cancel(operation);

        assertThat(proceed()).isEmpty();

        assertThat(failure())
                .isEqualTo(Failure.of(OperationWords.OPERATION_CANCELLED, "Cancelled at the step 'first'."));
        assertThat(kind.tried).isZero();
    }

    @Test
    void aCancelledOperationGoesOnUntilThatIsSafe() {
        kind.safeToCancel = at -> at.step().equals("second");
        kind.tries(new StepResult.Next(TestStep.SECOND));
        work.operations().cancel(operation);

        assertThat(proceed()).isEmpty();

        assertThat(state()).isEqualTo("FAILED second");
        assertThat(kind.tried).isEqualTo(1);
    }

    @Test
    void aCancellationDuringATryEndsTheNextStep() {
        kind.tries(tried -> {
            work.operations().cancel(operation);
            return new StepResult.Next(TestStep.SECOND);
        });

        assertThat(proceed()).isEmpty();

        assertThat(state()).isEqualTo("FAILED second");
        assertThat(kind.tried).isEqualTo(1);
    }

    @Test
    void aCancelledOperationWaitsUntilSafetyIsKnown() {
        kind.safeToCancel = at -> {
            throw Failure.of(ProblemCode.ATLAS_TIMEOUT, "Atlas does not answer.")
                    .toException();
        };
        work.operations().cancel(operation);

        assertThat(proceed()).contains(SECOND);

        assertThat(state()).isEqualTo("RUNNING first");
        assertThat(kind.tried).isZero();
    }

    @Test
    void whatIsDoneIsNotCancelledAfterwards() {
        kind.tries(ScriptedKind.DONE);
        proceed();

        Operation cancelled = work.operations().cancel(operation);

        assertThat(cancelled.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(cancelled.cancelRequested()).isFalse();
    }

    // The end.

    @Test
    void theEndIsToldBeforeItIsStored() {
        List<String> told = new ArrayList<>();
        kind.whenEnded = ended -> told.add("told " + ended.state() + ", stored " + state());
        kind.tries(ScriptedKind.DONE);

        proceed();

        assertThat(told).containsExactly("told SUCCEEDED, stored RUNNING first");
    }

    @Test
    void anEndThatCouldNotBeToldIsToldAgain() {
        List<OperationState> told = new ArrayList<>();
        kind.whenEnded = ended -> {
            throw Failure.of(ProblemCode.AUDIT_UNAVAILABLE, "No disk.").toException();
        };
        kind.tries(ScriptedKind.DONE);
        kind.tries(ScriptedKind.DONE);
        assertThatThrownBy(this::proceed).hasMessageContaining("No disk.");
        assertThat(state()).isEqualTo("RUNNING first");

        kind.whenEnded = ended -> told.add(ended.state());
        proceed();

        assertThat(told).containsExactly(OperationState.SUCCEEDED);
        assertThat(state()).isEqualTo("SUCCEEDED first");
    }

    private Optional<Duration> proceed() {
        return work.proceed(operation, kind);
    }

    /** The stored state: {@code RUNNING first}. */
    private String state() {
        Operation stored = work.stored(operation);
        return stored.state() + " " + stored.step();
    }

    private Failure failure() {
        return Optional.ofNullable(work.stored(operation).failure()).orElseThrow();
    }
}
