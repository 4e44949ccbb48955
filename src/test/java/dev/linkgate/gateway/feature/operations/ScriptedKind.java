package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A kind of operation whose tries end as a test says; one that the test says nothing of waits. */
final class ScriptedKind implements OperationHandler {

    static final String NAME = "scripted";
    static final StepResult DONE = new StepResult.Done();
    static final Failure OVERDUE = Failure.of(ProblemCode.ATLAS_TIMEOUT, "Time is up.");

    private static final Target TARGET = Target.endpoint(
            new ProjectId("5df264b8f10fab7d2cad2f0a"), new LinkId("5df264b8f10fab7d2cad2f0d"), "vpce-00000001");

    /** What becomes of the next tries, in their order. */
    final Deque<Function<Operation, StepResult>> tries = new ArrayDeque<>();

    int tried;
    Predicate<Operation> safeToCancel = operation -> true;
    Consumer<Operation> whenEnded = operation -> {};

    /** Its steps. */
    enum TestStep implements Step {
        FIRST("first"),
        SECOND("second");

        private final String word;

        TestStep(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** Work about this subject, which the team payments asks for. */
    static NewOperation about(String subject) {
        RequestContext context = new RequestContext("req-1", "192.0.2.7", null, receipt -> {});
        context.identified(Actor.team("payments", "k1"));
        return new NewOperation(NAME, subject, TestStep.FIRST, TARGET, "argument", context);
    }

    /** The next try ends like this. */
    void tries(Function<Operation, StepResult> next) {
        tries.add(next);
    }

    void tries(StepResult next) {
        tries(operation -> next);
    }

    /** The next try fails. */
    void fails(Failure why) {
        tries(operation -> {
            throw why.toException();
        });
    }

    void fails(ProblemCode code) {
        fails(Failure.of(code, "as the test wants it"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public StepResult advance(Operation operation, RequestContext context) {
        tried++;
        Function<Operation, StepResult> next = tries.poll();
        return next == null ? new StepResult.Later(Duration.ofSeconds(5)) : next.apply(operation);
    }

    @Override
    public boolean isSafeToCancel(Operation operation, RequestContext context) {
        return safeToCancel.test(operation);
    }

    @Override
    public void ended(Operation operation) {
        whenEnded.accept(operation);
    }

    @Override
    public Failure overdue(Operation operation) {
        return OVERDUE;
    }
}
