package dev.linkgate.gateway.feature.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.operations.ScriptedKind.TestStep;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which operations there are, who finds them, and who may still change them. */
@OnEachDatabase
class OperationsStoredTest {

    private static final Map<TestDatabase, DataSource> DATABASES = new EnumMap<>(TestDatabase.class);
    private static final Duration KEPT = Duration.ofDays(30);
    private static final NewOperation WORK = ScriptedKind.about("one");
    private static final NewOperation OTHER_WORK = ScriptedKind.about("other");

    private final ManualClock clock = new ManualClock();
    private final ScriptedKind kind = new ScriptedKind();
    private final TestOperations work;
    private final Operations operations;
    private final StoredEvents events;

    OperationsStoredTest(TestDatabase kindOfDatabase) {
        DataSource database = DATABASES.computeIfAbsent(kindOfDatabase, TestDatabase::migrated);
        JdbcClient.create(database).sql("DELETE FROM operation").update();
        work = new TestOperations(database, clock);
        events = new StoredEvents(database);
        operations = work.operations();
    }

    // The start.

    @Test
    void newWorkIsStoredAsItWasAskedFor() {
        Operation started = operations.start(WORK);

        assertThat(work.stored(started)).isEqualTo(started);
        assertThat(started.state()).isEqualTo(OperationState.QUEUED);
        assertThat(started.step()).isEqualTo("first");
        assertThat(started.target()).isEqualTo(WORK.target());
        assertThat(started.argument()).isEqualTo("argument");
        assertThat(started.caller()).isEqualTo(Actor.team("payments", "k1"));
        assertThat(started.requestId()).isEqualTo("req-1");
        assertThat(started.createdAt()).isEqualTo(clock.instant());
        assertThat(started.deadline()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void workThatHasEndedMayBeStartedAgain() {
        Operation first = ended(WORK);

        Operation second = operations.start(WORK);

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.state()).isEqualTo(OperationState.QUEUED);
    }

    @Test
    void theEndIsToldOnce() {
        kind.tries(new StepResult.GivenUp(Failure.of(ProblemCode.ATLAS_ERROR, "It cannot be done.")));
        Operation operation = operations.start(WORK);
        assertThat(events.types()).isEmpty();
        work.proceed(operation, kind);
        work.proceed(operation, kind);
        operations.abandon(work.stored(operation), "too late");

        assertThat(events.types()).containsExactly("operation.ended");
        assertThat(events.subjects()).containsExactly(operation.path());
        assertThat(events.data(OperationWords.OPERATION_ENDED))
                .contains("\"operationId\":\"" + operation.id(), "\"state\":\"FAILED\"", "\"code\":\"atlas-error\"")
                .contains("\"detail\":\"It cannot be done.\"");
    }

    // Who finds it.

    @Test
    void onlyUnfinishedWorkIsUnderWayOnALink() {
        ended(WORK);
        Operation unfinished = operations.start(OTHER_WORK);

        assertThat(operations.unfinishedOn(
                        Objects.requireNonNull(WORK.target().project()),
                        Objects.requireNonNull(WORK.target().link())))
                .containsExactly(unfinished);
        assertThat(operations.unfinished(ScriptedKind.NAME, "one")).isEmpty();
        assertThat(operations.unfinished(ScriptedKind.NAME, "other")).contains(unfinished);
    }

    @Test
    void aProjectShowsItsNewestOperationFirst() {
        Operation older = operations.start(WORK);
        clock.advance(Duration.ofSeconds(1));
        Operation newer = operations.start(OTHER_WORK);

        assertThat(operations.of(Objects.requireNonNull(WORK.target().project()), 1, 0))
                .containsExactly(newer);
        assertThat(operations.of(Objects.requireNonNull(WORK.target().project()), 1, 1))
                .containsExactly(older);
        assertThat(operations.count(Objects.requireNonNull(WORK.target().project())))
                .isEqualTo(2);
    }

    @Test
    void whatEndedLongAgoIsNotFound() {
        Operation operation = ended(WORK);
        clock.advance(KEPT.minusMillis(1));
        assertThat(operations.find(operation.id().value())).isPresent();

        clock.advance(Duration.ofMillis(1));

        assertThat(operations.find(operation.id().value())).isEmpty();
    }

    @Test
    void whatHasNotEndedIsFoundHoweverOld() {
        Operation operation = operations.start(WORK);
        clock.advance(KEPT.multipliedBy(2));
        assertThat(operations.find(operation.id().value())).contains(operation);
    }

    @Test
    void onlyWhatEndedLongAgoIsForgotten() {
        Operation old = ended(WORK);
        Operation unfinished = operations.start(WORK);
        clock.advance(KEPT.plusSeconds(1));
        Operation recent = ended(OTHER_WORK);

        operations.everyMinute();

        assertThat(work.store().find(old.id())).isEmpty();
        assertThat(work.store().events(old.id(), 0)).isEmpty();
        assertThat(work.store().find(unfinished.id())).isPresent();
        assertThat(work.store().find(recent.id())).isPresent();
    }

    // Who may still change it.

    @Test
    void onlyTheLatestRevisionIsGoneOnWith() {
        Operation read = operations.start(WORK);
        assertThat(work.store().update(read.running(), clock.instant())).isTrue();

        assertThat(work.store().update(read.at("second"), clock.instant())).isFalse();

        assertThat(work.stored(read).step()).isEqualTo("first");
        assertThat(operations.events(read.id(), 0)).hasSize(2);
    }

    @Test
    void whatHasEndedStaysAsItIs() {
        Operation ended = ended(WORK);

        assertThat(work.store().update(ended.at("second"), clock.instant())).isFalse();

        assertThat(work.stored(ended)).isEqualTo(ended);
    }

    @Test
    void whatNobodyTouchedIsUnchanged() {
        Operation operation = operations.start(WORK);
        assertThatCode(() -> operations.requireUnchanged(operation)).doesNotThrowAnyException();
    }

    @Test
    void aWishToCancelChangesNothingYet() {
        Operation operation = operations.start(WORK);
        operations.cancel(operation);
        assertThatCode(() -> operations.requireUnchanged(operation)).doesNotThrowAnyException();
    }

    @Test
    void whatAnotherWentOnWithIsChanged() {
        Operation operation = operations.start(WORK);
        kind.tries(new StepResult.Next(TestStep.SECOND));
        work.proceed(operation, kind);
        assertChanged(operation);
    }

    @Test
    void whatSomebodyEndedIsChanged() {
        Operation operation = operations.start(WORK);
        operations.abandon(operation, "Not wanted.");
        assertChanged(operation);
    }

    @Test
    void abandonedWorkEndsAtWhateverStep() {
        kind.safeToCancel = operation -> false;
        kind.tries(new StepResult.Next(TestStep.SECOND));
        Operation operation = operations.start(WORK);
        work.proceed(operation, kind);

        operations.abandon(operation, "Not wanted.");

        Operation stored = work.stored(operation);
        assertThat(stored.state()).isEqualTo(OperationState.FAILED);
        assertThat(stored.step()).isEqualTo("second");
        assertThat(stored.failure()).isEqualTo(Failure.of(OperationWords.OPERATION_CANCELLED, "Not wanted."));
    }

    @Test
    void whatIsDoneCannotBeAbandoned() {
        Operation operation = operations.start(WORK);
        kind.tries(ScriptedKind.DONE);
        work.proceed(operation, kind);

        operations.abandon(operation, "Not wanted.");

        assertThat(work.stored(operation).state()).isEqualTo(OperationState.SUCCEEDED);
    }

    /** Work that was done. */
    private Operation ended(NewOperation wanted) {
        Operation operation = operations.start(wanted);
        kind.tries(ScriptedKind.DONE);
        work.proceed(operation, kind);
        return work.stored(operation);
    }

    private void assertChanged(Operation operation) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> operations.requireUnchanged(operation))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(OperationWords.OPERATION_CANCELLED));
    }
}
