package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.feature.tasks.EveryMinute;
import dev.linkgate.gateway.feature.tasks.TaskQueue;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts operations, reports their progress, and forgets them some time after their end. */
@Service
public class Operations implements EveryMinute {

    private static final Logger log = LoggerFactory.getLogger(Operations.class);

    /** How often a caller that waits is rechecked. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private static final int FORGOTTEN_AT_ONCE = 500;

    private final OperationStore store;
    private final TaskQueue queue;
    private final OperationNotifier notifier;
    private final TransactionTemplate transactions;
    private final OperationSettings settings;
    private final InstantSource clock;

    Operations(
            OperationStore store,
            TaskQueue queue,
            OperationNotifier notifier,
            TransactionTemplate transactions,
            OperationSettings settings,
            InstantSource clock) {
        this.store = store;
        this.queue = queue;
        this.notifier = notifier;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** Starts an operation that survives crashes, or returns the unfinished one about the same subject. */
    public Operation start(NewOperation wanted) {
        while (true) {
            Operation fresh = queued(wanted);
            boolean added = transactions.execute(status -> {
                boolean isNew = store.add(fresh, subject(wanted.kind(), wanted.subject()));
                if (isNew) {
                    queue.add(OperationExecutor.TASK, fresh.id().value());
                }
                return isNew;
            });
            if (added) {
                queue.wake();
                log.info("Operation {} begins: {}", fresh.id(), fresh.kind());
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
                wanted.firstStep().word(),
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

    /** The unfinished operation of a kind about a subject. */
    public Optional<Operation> unfinished(String kind, String subject) {
        return store.unfinished(subject(kind, subject));
    }

    /** All unfinished operations on endpoints of a link. */
    public List<Operation> unfinishedOn(ProjectId project, LinkId link) {
        return store.unfinishedOn(project, link);
    }

    /** All unfinished operations on a project. */
    public List<Operation> unfinishedOn(ProjectId project) {
        return store.unfinishedOn(project);
    }

    /** The operation with this id; empty if there is none or it has expired. */
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

    /** The states of an operation after a revision, in order. */
    public List<OperationEvent> events(OperationId id, long after) {
        return store.events(id, after);
    }

    /** Follows the changes of an operation after the revision that was read. */
    public OperationFollower follow(Operation operation) {
        return notifier.follow(operation.id(), operation.revision());
    }

    /**
     * Holds the caller until an operation has ended, for at most a time and as long as {@link Waiting#mayContinue}
     * allows, and returns its state then.
     */
    public Operation awaitEnd(RequestContext context, Operation operation, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Operation latest = operation;
        try (OperationFollower follower = follow(operation)) {
            long left = patience.toNanos();
            while (!latest.isFinished() && left > 0 && !follower.hasEnded()) {
                if (follower.await(latest.revision(), Duration.ofNanos(Math.min(left, RECHECK.toNanos())))) {
                    latest = store.find(latest.id()).orElse(latest);
                } else if (!context.waiting().mayContinue()) {
                    break;
                }
                left = end - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return latest;
    }

    /** Requests an operation's end as soon as that leaves nothing half done. An ended operation stays as it is. */
    public Operation cancel(Operation operation) {
        store.requestCancellation(operation.id());
        queue.hurry(OperationExecutor.TASK, operation.id().value());
        return store.find(operation.id()).orElse(operation);
    }

    /**
     * Fails if the operation changed since it was read.
     *
     * @throws LinkgateException {@code operation-cancelled} if it has ended, or another replica has continued it
     */
    public void requireUnchanged(Operation operation) {
        if (store.find(operation.id())
                .filter(now -> now.revision() == operation.revision())
                .isEmpty()) {
            throw Failure.of(OperationWords.OPERATION_CANCELLED, "It has ended, or another replica continues it.")
                    .toException();
        }
    }

    /** Ends an operation at any step. */
    public void abandon(Operation operation, String why) {
        Optional<Operation> latest = Optional.of(operation);
        while (latest.isPresent() && !latest.get().isFinished()) {
            Operation ended = latest.get().failed(Failure.of(OperationWords.OPERATION_CANCELLED, why));
            if (transactions.execute(status -> store.update(ended, now()))) {
                notifier.changed(ended.id(), ended.revision() + 1);
                return;
            }
            latest = store.find(operation.id());
        }
    }

    /** The problem for every operation that a caller cannot see, for any reason. */
    public static LinkgateException notFound() {
        return Failure.of(
                        OperationWords.OPERATION_NOT_FOUND,
                        "No operation has this id, or it has expired, or you may not see its project.")
                .toException();
    }

    /** Forgets those that ended long ago. */
    @Override
    public void everyMinute() {
        Instant before = now().minus(settings.keep());
        while (store.removeFinishedBefore(before, FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE) {
            log.debug("Forgot {} operations that ended before {}", FORGOTTEN_AT_ONCE, before);
        }
    }

    private Instant now() {
        return Micros.now(clock);
    }

    private static String subject(String kind, String subject) {
        return kind + ' ' + subject;
    }
}
