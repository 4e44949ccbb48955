package dev.linkgate.gateway.core.trail.audit;

import static dev.linkgate.gateway.core.trail.audit.AuditFixture.assertRefused;
import static dev.linkgate.gateway.core.trail.audit.AuditFixture.assertUnavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.read.Verification;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

@OnEachDatabase
class AuditTrailTest {

    @AutoClose
    private final AuditFixture audit;

    private final RequestContext context;

    AuditTrailTest(TestDatabase database) {
        audit = new AuditFixture(database);
        context = audit.context();
    }

    @Test
    void aQuestionIsAnsweredByTheDatabase() {
        assertThat(audit.trail.ask(context, () -> "answer")).isEqualTo("answer");
        assertThatIllegalStateException()
                .isThrownBy(() -> audit.trail.ask(context, () -> {
                    throw new IllegalStateException("a fault");
                }));
    }

    @Test
    void aQuestionThatTheDatabaseDoesNotAnswerCanBeAskedAgain() {
        assertUnavailable(() -> audit.trail.ask(context, () -> {
            throw new CannotGetJdbcConnectionException("away");
        }));

        CompletableFuture<String> silence = new CompletableFuture<>();
        assertUnavailable(() ->
                RequiredDatabase.during(context, () -> RequiredDatabase.within(Duration.ofMillis(50), silence::join)));
        silence.complete("too late");
    }

    @Test
    void writeStandsIfItsOutcomeCannotBeStored() {
        assertThat(audit.trail.<String>write(context, Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, 201, intent -> {
                    audit.dataSource.failing = true;
                    return "done";
                }))
                .isEqualTo("done");
        audit.dataSource.failing = false;
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> audit.trail.write(context, Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, 201, intent -> {
                            audit.dataSource.failing = true;
                            throw new IllegalStateException("work");
                        }))
                .withMessage("work");
        audit.dataSource.failing = false;

        assertThat(audit.receipts).as("no outcome is on record").isEmpty();
        assertThat(audit.records()).extracting(record -> record.entry().phase()).containsExactly("INTENT", "INTENT");
        assertThat(audit.verify().valid()).isTrue();
    }

    @Test
    void failedWriteIsRecordedAsFailed() {
        AtlasAnswer conflict = new AtlasAnswer(409, "CANNOT", "no");
        assertWriteEnds(Failure.of(ProblemCode.LAST_ENDPOINT, ""), "REFUSED", 409, "last-endpoint");
        assertWriteEnds(
                Failure.of(ProblemCode.LINK_NOT_READY, "").answeredBy(conflict), "FAILED", 409, "link-not-ready");
        assertWriteEnds(Failure.of(ProblemCode.ATLAS_UNAVAILABLE, ""), "FAILED", 503, "atlas-unavailable");
        assertWriteEnds(Failure.of(ProblemCode.ATLAS_TIMEOUT, ""), "FAILED", 504, "atlas-timeout");

        assertThatIllegalStateException()
                .isThrownBy(() -> audit.trail.write(context, Action.TEAM_PUT, Target.NONE, 200, intent -> {
                    throw new IllegalStateException("a bug");
                }))
                .withMessage("a bug");
        assertLast("FAILED", 500, "internal-error");
    }

    /** The database does not answer after the intent was stored, for example because all connections are in use. */
    @Test
    void workThatTheDatabaseDoesNotAnswerIsUnavailable() {
        DataAccessException busy = new CannotGetJdbcConnectionException("none is free");

        assertUnavailable(() -> audit.trail.write(context, Action.TEAM_PUT, Target.NONE, 200, intent -> {
            throw busy;
        }));
        assertLast("FAILED", 503, "audit-unavailable");
        assertUnavailable(() -> audit.trail.read(context, Action.LINK_GET, Target.NONE, () -> {
            throw busy;
        }));
        assertLast("FAILED", 503, "audit-unavailable");
        assertUnavailable(() -> audit.trail.dryRun(context, Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, () -> {
            throw busy;
        }));
        assertLast("FAILED", 503, "audit-unavailable");
    }

    /** The connection breaks after the commit. */
    @Test
    void whatMayHaveBeenChangedIsNotSaidToHaveFailed() {
        DataAccessException lost = new DataAccessResourceFailureException("the connection broke");

        assertUnavailable(() -> audit.trail.write(
                context,
                Action.TEAM_PUT,
                Target.NONE,
                200,
                outer -> audit.trail.write(context.part(), Action.GRANT_PUT, Target.NONE, 201, inner -> {
                    throw lost;
                })));
        assertThat(audit.records())
                .filteredOn(record -> record.entry().phase().equals("OUTCOME"))
                .hasSize(2)
                .extracting(record -> record.entry().facts().result())
                .containsOnly("UNKNOWN");
        assertLast("UNKNOWN", 503, "audit-unavailable");
        assertUnavailable(() -> audit.trail.read(context, Action.LINK_GET, Target.NONE, () -> {
            throw lost;
        }));
        assertLast("FAILED", 503, "audit-unavailable");
    }

    /** A key that was rotated, for example, is shown then or never. */
    @Test
    void aWriteOfNoProjectStandsIfItsOutcomeCannotBeStored() {
        EndedProjects ended = new EndedProjects();
        audit.notifications.subscribe(ended);

        for (Target target : List.of(Target.NONE, AuditFixture.ENDPOINT)) {
            assertThatAWriteStands(Action.KEY_ROTATE, target);
        }
        assertThat(ended.projects).containsExactly(AuditFixture.PROJECT);
    }

    /** One of the actions is the word of a record, as when another replica has left it. */
    @Test
    void whoMayDoWhatVoidsNothingIfItsOutcomeCannotBeStored() {
        EndedProjects ended = new EndedProjects();
        audit.notifications.subscribe(ended);

        assertThatAWriteStands(Action.GRANT_PUT, AuditFixture.ENDPOINT);
        assertThatAWriteStands(new Action(Action.GRANT_PUT.word()), AuditFixture.ENDPOINT);

        assertThat(ended.projects).isEmpty();
    }

    private void assertThatAWriteStands(Action action, Target target) {
        assertThat(audit.trail.<String>write(context, action, target, 201, intent -> {
                    audit.dataSource.failing = true;
                    return "done";
                }))
                .isEqualTo("done");
        audit.dataSource.failing = false;
    }

    private static final class EndedProjects implements WriteListener {

        private final List<ProjectId> projects = new ArrayList<>();

        @Override
        public void begun(Target target) {}

        @Override
        public void ended(Target target) {
            projects.add(Objects.requireNonNull(target.project()));
        }

        @Override
        public void missed() {}
    }

    /** An attacker who can write to the database does this faster than any comparison with checkpoints. */
    @Test
    void theWriterMissesRecordsThatItWrote() {
        List.of("first", "second", "third").forEach(id -> audit.record(AuditFixture.entry(id)));
        audit.cutTail(1);

        assertUnavailable(() ->
                audit.trail.write(context, Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, 201, intent -> neverDone()));

        assertThat(audit.health()).isEqualTo(AuditHealth.ROLLED_BACK);
        assertThat(audit.rollback.reason())
                .hasValueSatisfying(why -> assertThat(why).startsWith("record 3"));
        assertThat(audit.openIntents.all()).isEmpty();
        assertLast("FAILED", 503, "audit-unavailable");
        assertUnavailable(() ->
                audit.trail.write(context, Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, 201, intent -> neverDone()));
        assertThat(audit.trail.read(context, Action.ENDPOINT_GET, AuditFixture.ENDPOINT, () -> "read"))
                .isEqualTo("read");
        assertThat(audit.trail.<String>write(
                        context, Action.KEY_REVOKE, AuditFixture.ENDPOINT, 204, intent -> "revoked"))
                .isEqualTo("revoked");
    }

    private static String neverDone() {
        throw new AssertionError("it was done");
    }

    /** Others in their place make the chain as long as it was, or longer. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void theWriterMissesRecordsThatWereReplaced(int others) throws SQLException {
        List.of("first", "second", "third").forEach(id -> audit.record(AuditFixture.entry(id)));
        audit.cutTail(1);
        audit.write(others);

        audit.trail.read(context, Action.ENDPOINT_GET, AuditFixture.ENDPOINT, () -> "read");

        assertThat(audit.health()).isEqualTo(AuditHealth.ROLLED_BACK);
    }

    @Test
    void recordsOfOthersAndArchivesAreNoRollback() throws SQLException {
        audit.record(AuditFixture.entry("first"));
        audit.write(5);
        audit.record(AuditFixture.entry("seventh"));
        audit.write(5);
        audit.jdbc.sql("DELETE FROM audit_record WHERE sequence <= 10").update(); // archiving does this

        audit.record(AuditFixture.entry("last"));

        assertThat(audit.health()).isEqualTo(Status.UP);
    }

    @Test
    void validCheckIsShownOnlyWhenRecorded() throws SQLException {
        audit.write(2);
        assertThat(audit.trail.verify(context, audit::verify).valid()).isTrue();
        assertThat(audit.receipts).hasSize(1);

        Verification valid = audit.verify();
        audit.dataSource.failing = true;
        assertUnavailable(() -> audit.trail.verify(context, () -> valid));
        assertUnavailable(() -> audit.trail.verify(context, audit::verify));
    }

    @Test
    void aRefusalStandsWithoutAStore() {
        audit.dataSource.failing = true;
        audit.trail.refused(context, Failure.of(ProblemCode.FORBIDDEN, "no role"), "GET /projects");
        assertThat(audit.receipts).isEmpty();
    }

    @Test
    void aChangeWhoseRightHasEndedByItsIntentIsNotMade() {
        context.allowed(rightThatEnds(ProblemCode.UNAUTHENTICATED));
        AtomicBoolean done = new AtomicBoolean();

        assertRefused(
                ProblemCode.UNAUTHENTICATED,
                () -> audit.trail.write(context, Action.KEY_CREATE, Target.NONE, 201, intent -> {
                    done.set(true);
                    return "made";
                }));

        assertThat(done).isFalse();
        assertThat(audit.records()).extracting(record -> record.entry().phase()).containsExactly("INTENT", "OUTCOME");
        assertLast("REFUSED", 401, "unauthenticated");
        assertThat(audit.openIntents.all()).isEmpty();
    }

    @Test
    void aChangeThatNobodyHasDecidedIsNotMade() {
        RequestContext undecided = new RequestContext("req-2", "192.0.2.7", null, receipt -> {});

        assertRefused(
                ProblemCode.FORBIDDEN,
                () -> audit.trail.write(undecided, Action.TEAM_PUT, Target.NONE, 200, intent -> "made"));
    }

    /** The right ends between the work and its record, as in a pause of the process. */
    @Test
    void aReadWhoseRightEndsBeforeItsRecordIsNotShown() {
        for (ProblemCode problem : List.of(ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN)) {
            context.allowed(Right.PERMANENT);
            assertRefused(
                    problem,
                    () -> audit.trail.read(context, Action.LINK_GET, AuditFixture.ENDPOINT, () -> {
                        context.allowed(rightThatEnds(problem));
                        return "found";
                    }));
            assertLast("REFUSED", problem.status(), problem.code());
        }
        context.allowed(Right.PERMANENT);
        assertRefused(
                ProblemCode.ACCESS_UNCONFIRMED,
                () -> audit.trail.read(context, Action.LINK_GET, AuditFixture.ENDPOINT, () -> {
                    context.allowed(Right.Unconfirmed::new);
                    return "found";
                }));
        assertThat(audit.records())
                .extracting(record -> record.entry().facts().result())
                .doesNotContain("SUCCEEDED");
    }

    @Test
    void noPlanIsShownWithoutARight() {
        context.allowed(rightThatEnds(ProblemCode.FORBIDDEN));

        assertRefused(
                ProblemCode.FORBIDDEN,
                () -> audit.trail.dryRun(context, Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, () -> "planned"));
        assertRefused(ProblemCode.FORBIDDEN, () -> audit.trail.verify(context, audit::verify));
        assertThat(audit.records()).isEmpty();
    }

    private static Right rightThatEnds(ProblemCode problem) {
        return () -> new Right.Ended(Failure.of(problem, "It has ended."));
    }

    private void assertWriteEnds(Failure failure, String result, long status, String code) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(
                        () -> audit.trail.write(context, Action.ENDPOINT_REMOVE, AuditFixture.ENDPOINT, 202, intent -> {
                            throw failure.toException();
                        }))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(failure));
        assertLast(result, status, code);
    }

    private void assertLast(String result, long status, @Nullable String code) {
        assertThat(audit.records().getLast().entry().facts()).satisfies(facts -> {
            assertThat(facts.result()).isEqualTo(result);
            assertThat(facts.status()).isEqualTo(status);
            assertThat(facts.code()).isEqualTo(code);
        });
    }
}
