package dev.linkgate.operation;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes durable work on, tells how far it is, and forgets it when it has been over for long enough. */
@Service
public class Operations {

    private static final Logger log = LoggerFactory.getLogger(Operations.class);

    /** How often a caller that waits is rechecked. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private static final int FORGOTTEN_AT_ONCE = 500;

    private final OperationStore store;
    private final OperationHandlers handlers;
    private final Worker worker;
    private final OperationNotifier notifier;
    private final TransactionTemplate transactions;
    private final OperationSettings settings;
    private final InstantSource clock;

    Operations(
            OperationStore store,
            OperationHandlers handlers,
            Worker worker,
            OperationNotifier notifier,
            TransactionTemplate transactions,
            OperationSettings settings,
            InstantSource clock) {
        this.store = store;
        this.handlers = handlers;
        this.worker = worker;
        this.notifier = notifier;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** Takes work on, so that it will be done whatever happens; or shows the operation that is at it already. */
    public Operation start(NewOperation wanted) {
        while (true) {
            Operation fresh = queued(wanted);
            boolean added = transactions.execute(status -> {
                boolean isNew = store.add(fresh, subject(wanted.kind(), wanted.subject()));
                if (isNew) {
                    worker.schedule(fresh.id());
                }
                return isNew;
            });
            if (added) {
                worker.wake();
                return fresh;
            }
            Optional<Operation> existing = unfinished(wanted.kind(), wanted.subject());
            if (existing.isPresent()) {
                return existing.get();
            }
        }
    }

    private Operation queued(NewOperation wanted) {
        Instant now = now();
        return new Operation(
                OperationId.random(),
                1,
                wanted.kind(),
                OperationState.QUEUED,
                handlers.of(wanted.kind()).firstStep(),
                wanted.target(),
                wanted.argument(),
                wanted.context().actor(),
                wanted.context().requestId(),
                0,
                now,
                now,
                now.plus(settings.deadline()),
                false,
                null);
    }

    /** The unfinished operation of this kind about this subject. */
    public Optional<Operation> unfinished(String kind, String subject) {
        return store.unfinished(subject(kind, subject));
    }

    /** All unfinished operations on endpoints of a link. */
    public List<Operation> unfinishedOn(ProjectId project, LinkId link) {
        return store.unfinishedOn(project, link);
    }

    /** The operation with this id, unless there is none, or it has been over for too long. */
    public Optional<Operation> find(String id) {
        return OperationId.matches(id) ? store.find(new OperationId(id)).filter(this::isKept) : Optional.empty();
    }

    private boolean isKept(Operation operation) {
        return !operation.isFinished()
                || operation.updatedAt().plus(settings.keep()).isAfter(now());
    }

    /** The operations on a project, the newest first. */
    public List<Operation> of(ProjectId project, int limit, long offset) {
        return store.of(project, limit, offset);
    }

    public long count(ProjectId project) {
        return store.count(project);
    }

    /** The states that an operation was in after a revision, in their order. */
    public List<OperationEvent> events(OperationId id, long after) {
        return store.events(id, after);
    }

    /** Follows the changes of an operation after the revision that was read. */
    public OperationFollower follow(Operation operation) {
        return notifier.follow(operation.id(), operation.revision());
    }

    /**
     * Holds the caller until an operation has ended, at most for so long and as long as {@link RequestContext#mayWait}
     * allows, and shows it as it is then.
     */
    public Operation awaitEnd(RequestContext context, Operation operation, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Operation latest = operation;
        try (OperationFollower follower = follow(operation)) {
            long left = patience.toNanos();
            while (!latest.isFinished() && left > 0 && !follower.hasEnded()) {
                if (follower.await(latest.revision(), Duration.ofNanos(Math.min(left, RECHECK.toNanos())))) {
                    latest = store.find(latest.id()).orElse(latest);
                } else if (!context.mayWait()) {
                    break;
                }
                left = end - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return latest;
    }

    /** Asks an operation to end as soon as that leaves nothing half done. One that has ended stays as it is. */
    public Operation cancel(Operation operation) {
        store.requestCancellation(operation.id());
        worker.hurry(operation.id());
        return store.find(operation.id()).orElse(operation);
    }

    /**
     * For who has waited since the operation was read.
     *
     * @throws LinkgateException {@code operation-cancelled} if it has ended, or another replica has gone on with it
     */
    public void requireUnchanged(Operation operation) {
        if (store.find(operation.id())
                .filter(now -> now.revision() == operation.revision())
                .isEmpty()) {
            throw Failure.of(ProblemCode.OPERATION_CANCELLED, "It was ended, or gone on with, meanwhile.")
                    .toException();
        }
    }

    /** Ends an operation at whatever step it is. */
    public void abandon(Operation operation, String why) {
        Optional<Operation> latest = Optional.of(operation);
        while (latest.isPresent() && !latest.get().isFinished()) {
            Operation ended = latest.get().failed(Failure.of(ProblemCode.OPERATION_CANCELLED, why));
            if (transactions.execute(status -> store.update(ended, now()))) {
                notifier.changed(ended.id(), ended.revision() + 1);
                return;
            }
            latest = store.find(operation.id());
        }
    }

    /** What callers are told of every operation that they cannot see, for whatever reason. */
    public static LinkgateException notFound() {
        return Failure.of(
                        ProblemCode.OPERATION_NOT_FOUND,
                        "No operation has this id, or it has expired, or it is on a project that you may not see.")
                .toException();
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forget() {
        try {
            Instant before = now().minus(settings.keep());
            while (store.removeFinishedBefore(before, FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE) {
                log.debug("Forgot {} operations that ended before {}", FORGOTTEN_AT_ONCE, before);
            }
        } catch (RuntimeException e) {
            log.warn("Could not forget old operations: {}", e.getMessage());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String subject(String kind, String subject) {
        return kind + ' ' + subject;
    }
}
