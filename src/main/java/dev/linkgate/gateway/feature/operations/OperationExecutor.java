package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.observability.LoggedRequest;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.feature.tasks.QueuedTask;
import dev.linkgate.gateway.feature.tasks.TaskLease;
import dev.linkgate.gateway.feature.tasks.TaskSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs an operation as far as it gets without waiting.
 *
 * <p>Invariants: (1) a step is stored before it is tried; (2) the result of a try is stored only if the operation has
 * not changed since it was read; (3) nothing is sent or stored without its lease; (4) an operation ends: after its
 * deadline, after too many failed tries, or when its handler says so.
 */
@Component
class OperationExecutor implements QueuedTask {

    static final String TASK = "operation";

    private static final Logger log = LoggerFactory.getLogger(OperationExecutor.class);

    /** Retried although not retryable for callers: an operator may fix the cause, or the next read may show more. */
    private static final Set<ProblemCode> MAY_PASS = Set.of(
            ProblemCode.OUTCOME_UNKNOWN,
            ProblemCode.NO_CREDENTIAL,
            ProblemCode.ATLAS_ERROR,
            ProblemCode.ATLAS_CONFLICT,
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            ProblemCode.ATLAS_ACCESS_LIST);

    /**
     * Ends that need no attention: its caller has cancelled it or lost a right, a rule refused it, or its target has
     * gone.
     */
    private static final Set<ProblemCode> NEEDS_NOBODY = Set.of(
            OperationWords.OPERATION_CANCELLED,
            ProblemCode.UNAUTHENTICATED,
            ProblemCode.FORBIDDEN,
            ProblemCode.ORIGIN_NOT_ALLOWED,
            ProblemCode.NOT_YOUR_ENDPOINT,
            ProblemCode.QUOTA_REACHED,
            ProblemCode.LAST_ENDPOINT,
            ProblemCode.ENDPOINT_NOT_FOUND);

    private static final Failure OVERTAKEN = Failure.of(
            OperationWords.OPERATION_CANCELLED,
            "This replica of the gateway was cut off, so another one may continue the operation.");

    /** How often a step may fail in a row: with the pauses between its tries, for three quarters of an hour. */
    private static final int MAX_TRIES = 30;

    /**
     * The longest pause between two tries of a step. An operation goes on within it when an operator has repaired the
     * cause.
     */
    private static final Duration MAX_PAUSE = Duration.ofMinutes(2);

    private final OperationStore store;
    private final Map<String, OperationHandler> handlers;
    private final OperationNotifier notifier;
    private final TransactionTemplate transactions;
    private final TaskSettings tasks;
    private final InstantSource clock;
    private final Meter.MeterProvider<Counter> ends;

    OperationExecutor(
            OperationStore store,
            List<OperationHandler> handlers,
            OperationNotifier notifier,
            TransactionTemplate transactions,
            TaskSettings tasks,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.handlers = handlers.stream().collect(Collectors.toMap(OperationHandler::name, Function.identity()));
        this.notifier = notifier;
        this.transactions = transactions;
        this.tasks = tasks;
        this.clock = clock;
        this.ends = Metric.OPERATIONS.counter().withRegistry(meters);
    }

    @Override
    public String name() {
        return TASK;
    }

    @Override
    public Optional<Duration> run(String id, TaskLease lease) {
        return proceed(new OperationId(id), Right.whileHeld(lease::isHeld, OVERTAKEN));
    }

    /**
     * Runs it.
     *
     * @param lease holds while no other replica can have taken the operation over; nothing is sent or stored without it
     * @return the pause before the next run; absent if the operation has ended or was forgotten
     */
    Optional<Duration> proceed(OperationId id, Right lease) {
        if (!isHeld(lease)) {
            return Optional.of(tasks.untilAnotherReplicaLooks());
        }
        Optional<Operation> stored = store.find(id).filter(operation -> !operation.isFinished());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        return LoggedRequest.during(stored.get().requestId(), () -> proceed(stored.get(), lease));
    }

    private Optional<Duration> proceed(Operation stored, Right lease) {
        Operation operation = stored;
        OperationHandler handler = handlers.get(operation.kind());
        if (handler == null) {
            return Optional.of(tasks.untilAnotherReplicaLooks()); // a later version may know it
        }
        if (operation.state() == OperationState.QUEUED) {
            operation = store(operation.running(), lease);
        }
        while (true) {
            StepResult result;
            try {
                result = tryStep(handler, operation, lease);
            } catch (LinkgateException e) {
                return afterFailure(handler, operation, e.failure(), lease);
            }
            switch (result) {
                case StepResult.Next next -> {
                    Operation done = next.argument() == null ? operation : operation.with(next.argument());
                    operation = store(done.at(next.step().word()), lease);
                }
                case StepResult.Later later -> {
                    if (operation.failedTries() > 0) {
                        store(operation.at(operation.step()), lease);
                    }
                    return Optional.of(later.pause());
                }
                case StepResult.Done done -> {
                    return end(handler, operation.succeeded(), lease, Ending.SUCCEEDED);
                }
                case StepResult.NotDone notDone -> {
                    return end(handler, operation.failed(notDone.why()), lease, Ending.NOT_DONE);
                }
                case StepResult.GivenUp given -> {
                    return fail(handler, operation, given.why(), lease);
                }
            }
        }
    }

    private StepResult tryStep(OperationHandler handler, Operation operation, Right lease) {
        if (!clock.instant().isBefore(operation.deadline())) {
            return new StepResult.GivenUp(handler.overdue(operation));
        }
        RequestContext context = operation.context();
        context.leased(lease);
        if (operation.cancelRequested() && handler.isSafeToCancel(operation, context)) {
            return new StepResult.NotDone(Failure.of(
                    OperationWords.OPERATION_CANCELLED, "Cancelled at the step '" + operation.step() + "'."));
        }
        return handler.advance(operation, context);
    }

    private Optional<Duration> afterFailure(
            OperationHandler handler, Operation operation, Failure failure, Right lease) {
        int tries = operation.failedTries() + 1;
        log.info("Operation {} failed at '{}', try {}: {}", operation.id(), operation.step(), tries, failure.code());
        boolean mayPass = failure.code().retryable() || MAY_PASS.contains(failure.code());
        if (!mayPass || tries >= MAX_TRIES) {
            return fail(handler, operation, failure, lease);
        }
        store(operation.afterFailedTry(), lease);
        Duration pause = pauseAfter(tries);
        Duration asked = failure.retryAfter();
        return Optional.of(asked == null || asked.compareTo(pause) < 0 ? pause : asked);
    }

    /** Doubles with each failed try, and begins with the poll interval. */
    private Duration pauseAfter(int failedTries) {
        Duration pause = tasks.pollInterval().multipliedBy(1L << (failedTries - 1));
        return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
    }

    /** How an operation has ended, in the word of the metric. Only what has failed rings. */
    private enum Ending {
        SUCCEEDED("succeeded"),
        NOT_DONE("not-done"),
        FAILED("failed");

        private final String word;

        Ending(String word) {
            this.word = word;
        }
    }

    private Optional<Duration> fail(OperationHandler handler, Operation operation, Failure why, Right lease) {
        boolean isRefusal = why.atlas() == null && NEEDS_NOBODY.contains(why.code());
        return end(handler, operation.failed(why), lease, isRefusal ? Ending.NOT_DONE : Ending.FAILED);
    }

    private Optional<Duration> end(OperationHandler handler, Operation ended, Right lease, Ending ending) {
        requireHeld(lease, ended);
        handler.ended(ended);
        store(ended, lease);
        ends.withTags("kind", ended.kind(), "result", ending.word).increment();
        return Optional.empty();
    }

    private Operation store(Operation operation, Right lease) {
        requireHeld(lease, operation);
        Instant now = Micros.now(clock);
        boolean stored = transactions.execute(status -> store.update(operation, now));
        if (!stored) {
            throw overtaken(operation);
        }
        notifier.changed(operation.id(), operation.revision() + 1);
        // Read again for a cancellation request; another replica that changed the operation continues it.
        return store.find(operation.id())
                .filter(latest -> latest.revision() == operation.revision() + 1)
                .orElseThrow(() -> overtaken(operation));
    }

    private static void requireHeld(Right lease, Operation operation) {
        if (!isHeld(lease)) {
            throw overtaken(operation);
        }
    }

    private static boolean isHeld(Right lease) {
        return lease.state() instanceof Right.Held;
    }

    private static IllegalStateException overtaken(Operation operation) {
        return new IllegalStateException("another replica continues operation " + operation.id());
    }
}
