package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.PlannedRequest;
import dev.linkgate.gateway.core.endpoints.port.ProjectPolicy;
import dev.linkgate.gateway.core.endpoints.port.UnknownOutcomes;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.replica.DistributedLock;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.audit.RequiredDatabase;
import dev.linkgate.gateway.core.trail.audit.TableChange;
import dev.linkgate.gateway.core.trail.record.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The only way of a write to Atlas, in this order: the intent is durable, and shared reads of its target are void; the
 * project's rules allow it; the resource is locked; the checks pass; the rules allow what is to be sent; it is sent;
 * its outcome is recorded, and shared reads are void again; an operation resolves an unknown outcome.
 *
 * <p>The caller's right is asked once a second of the wait for the lock, after the checks, and by the Atlas client,
 * through the intent, when the first byte is about to be sent. So are the leases of the lock and of an operation, and
 * the rules of where an endpoint may be. What was found instead of sending anything is shown only while the right holds.
 */
@Component
public class WritePipeline {

    private static final Logger log = LoggerFactory.getLogger(WritePipeline.class);

    private static final EndpointApprovals NO_APPROVALS = new EndpointApprovals() {};

    private static final Failure BUSY = Failure.of(
                    ProblemCode.LINK_NOT_READY,
                    "Other changes here are still running, or could be, because this replica of the gateway was"
                            + " cut off. Nothing was sent; try again.")
            .retryAfter(Duration.ofSeconds(5));

    private final AuditTrail trail;
    private final DistributedLock locks;
    private final UnknownOutcomes unknownOutcomes;
    private final ProjectPolicy policy;
    private final EndpointApprovals approvals;

    WritePipeline(
            AuditTrail trail,
            DistributedLock locks,
            UnknownOutcomes unknownOutcomes,
            ProjectPolicy policy,
            EndpointApprovals approvals) {
        this.trail = trail;
        this.locks = locks;
        this.unknownOutcomes = unknownOutcomes;
        this.policy = policy;
        this.approvals = approvals;
    }

    /**
     * Runs a write. What is thrown after its outcome is on record changes neither that nor the result.
     *
     * @throws LinkgateException {@code audit-unavailable} if its intent could not be stored; nothing was sent
     */
    public <W extends AtlasWrite, T extends Record> WriteResult<T> run(
            RequestContext context, SharedProject project, W write, WriteRules<W, T> rules, WriteHooks<T> hooks) {
        try (Attempt<W, T> attempt = new Attempt<>(context, project, write, rules, hooks)) {
            return attempt.run();
        }
    }

    /** One run of a write. It holds the lock until it is closed. */
    private final class Attempt<W extends AtlasWrite, T extends Record> implements AutoCloseable {

        private final RequestContext context;
        private final SharedProject project;
        private final W write;
        private final WriteRules<W, T> rules;
        private final WriteHooks<T> hooks;
        private DistributedLock.@Nullable Held lock;
        private @Nullable AtlasWrite forbidden;

        /** The write, or what is sent for it. */
        private AtlasWrite sent;

        Attempt(RequestContext context, SharedProject project, W write, WriteRules<W, T> rules, WriteHooks<T> hooks) {
            this.context = context;
            this.project = project;
            this.write = write;
            this.sent = write;
            this.rules = rules;
            this.hooks = hooks;
        }

        WriteResult<T> run() {
            Intent intent = trail.begin(context, write.action(), write.target().referringTo(context.changeReference()));
            WriteResult<T> result = recorded(intent);
            afterwards(() -> hooks.afterSend().accept(result));
            AtlasWrite refused = forbidden;
            if (refused != null && result instanceof WriteResult.NotSent<T> notSent) {
                return new WriteResult.NotSent<>(asked(refused, notSent.why()));
            }
            return result instanceof WriteResult.Unknown<T> unknown && hooks.resolvesUnknown()
                    ? resolving(unknown)
                    : result;
        }

        /** A refusal stands even if nobody can be asked. */
        private Failure asked(AtlasWrite refused, Failure why) {
            try {
                return policy.refused(context, refused, why);
            } catch (RuntimeException e) {
                log.error("Nobody was asked to allow what request {} was refused", context.requestId(), e);
                return why;
            }
        }

        /** The operation that resolves it may begin later than the answer can wait. */
        private WriteResult<T> resolving(WriteResult.Unknown<T> unknown) {
            try {
                return trail.ask(context, () -> unknownOutcomes.start(context, sent, unknown));
            } catch (LinkgateException e) {
                return unknown;
            }
        }

        /** The result, with the outcome of the intent on record: it ends here only. */
        private WriteResult<T> recorded(Intent intent) {
            WriteResult<T> result = null;
            Outcome outcome = Outcome.UNKNOWN;
            try {
                result = result(intent);
                outcome = outcome(sent, result);
                return result;
            } catch (RuntimeException | Error fault) {
                outcome = Outcome.of(fault);
                throw fault;
            } finally {
                trail.end(context, intent, target(result), outcome, change(result));
            }
        }

        private WriteResult<T> result(Intent intent) {
            try {
                RequiredDatabase.during(context, () -> {
                    decide(write, OptionalLong.empty());
                    lock();
                    return write;
                });
                DistributedLock.Held held = lock;
                Intent mine = held == null ? intent : intent.within(Right.whileHeld(held::isHeld, BUSY));
                return RequiredDatabase.during(context, () -> checkAndSend(mine));
            } catch (LinkgateException notBegun) {
                return new WriteResult.NotSent<>(notBegun.failure());
            }
        }

        /** @throws LinkgateException why the project's rules forbid it */
        private void decide(AtlasWrite each, OptionalLong intent) {
            Optional<Failure> refusal = refusal(context, project, each, rules, intent);
            if (refusal.isPresent()) {
                forbidden = each;
                throw refusal.get().toException();
            }
        }

        /**
         * Locks the resource, if that is needed: two concurrent changes of a link could each rely on an endpoint that
         * the other removes. The lock ends with the deadline of the project's client.
         *
         * @throws LinkgateException {@code link-not-ready} if the lock is not free in half of the time that is left, or
         *     why the caller has lost its right in the meantime
         */
        private void lock() {
            if (hooks.precondition().needsLock() || rules.isExclusive(context, write)) {
                Duration longest = project.timeLeft();
                lock = locks.acquire(
                                write.resource(),
                                longest,
                                longest.dividedBy(2),
                                context.waiting()::mayContinue,
                                question -> trail.ask(context, question::getAsBoolean))
                        .orElseThrow(BUSY::toException);
            }
        }

        /** Throws only what happened before the write was sent. */
        private WriteResult<T> checkAndSend(Intent intent) {
            try {
                hooks.beforeSend().run();
                SendDecision<W, T> check = rules.before(context, project, write);
                hooks.precondition().require(check.found());
                decide(write, OptionalLong.empty());
                OptionalLong sequence = OptionalLong.of(intent.receipt().sequence());
                check.writes().forEach(each -> decide(each, sequence));
                intent.right().require();
                return switch (check) {
                    case SendDecision.Stop<W, T> stop -> stop.result();
                    case SendDecision.Defer<W, T> defer ->
                        new WriteResult.Deferred<>(defer.start().get());
                    case SendDecision.Send<W, T> send -> {
                        sent = send.write();
                        if (!send.write().action().equals(write.action())) {
                            trail.sends(context, intent, send.write().action());
                        }
                        yield send(intent.within(policy.right(context, send.write())), send);
                    }
                };
            } catch (LinkgateException refusal) {
                return new WriteResult.NotSent<>(told(refusal));
            }
        }

        /** A refusal tells what was found, so it is told only to a caller that may still see that. */
        private Failure told(LinkgateException refusal) {
            try {
                context.rightToRead().require();
                return refusal.failure();
            } catch (LinkgateException ended) {
                return ended.failure();
            }
        }

        private WriteResult<T> send(Intent intent, SendDecision.Send<W, T> send) {
            WriteResult<T> answered;
            try {
                answered = rules.send(intent, project, send.write());
            } catch (LinkgateException refusal) { // Atlas's dialect does not have it
                return new WriteResult.Rejected<>(told(refusal));
            } catch (RuntimeException e) {
                log.error("Request {} may have been sent to Atlas when it failed", context.requestId(), e);
                return new WriteResult.Unknown<>(
                        Failure.of(ProblemCode.OUTCOME_UNKNOWN, "The gateway failed while it wrote to Atlas."));
            }
            try {
                WriteResult<T> result = rules.after(context, project, write, send, explained(send.write(), answered));
                if (result instanceof WriteResult.Unneeded<T>) {
                    context.rightToRead().require();
                }
                return result;
            } catch (LinkgateException refusal) {
                return answered instanceof WriteResult.Rejected<T>
                        ? new WriteResult.Rejected<>(told(refusal))
                        : answered;
            } catch (RuntimeException e) {
                log.error("The result of request {} stands, but could not be read", context.requestId(), e);
                return answered;
            }
        }

        /** What the last check allowed may be forbidden at the first byte: another write has used up an approval. */
        private WriteResult<T> explained(W unsent, WriteResult<T> answered) {
            if (!(answered instanceof WriteResult.NotSent<T> refused)) {
                return answered;
            }
            Failure why = rules.forbidden(project, unsent, refused.why());
            return why.equals(refused.why()) ? answered : new WriteResult.NotSent<>(told(why.toException()));
        }

        private void afterwards(Runnable hook) {
            try {
                hook.run();
            } catch (RuntimeException | Error e) {
                log.error("What follows the write of request {} has failed", context.requestId(), e);
            }
        }

        /** The target of the outcome: the id of a link that was created or adopted is known only now. */
        private Target target(@Nullable WriteResult<T> result) {
            Target known = write instanceof LinkWrite.Create create && resource(result) instanceof Link link
                    ? Target.link(create.project(), link.id()).changing(Change.to(create.link()))
                    : write.target();
            return known.referringTo(context.changeReference());
        }

        /** What the outcome changes in the tables of endpoints and approvals. What a replacement restores uses none up. */
        private @Nullable TableChange change(@Nullable WriteResult<T> result) {
            if (!(result instanceof WriteResult.Applied<?>)) {
                return null;
            }
            Owner owner = Objects.requireNonNullElseGet(hooks.owner(), () -> Owner.of(context));
            boolean restores = write instanceof EndpointWrite.Add add && add.cause() == EndpointWrite.Cause.REPLACEMENT;
            Endpoint added = resource(result) instanceof Endpoint endpoint ? endpoint : null;
            return Effect.of(sent).change(owner, added, context.actor(), restores ? NO_APPROVALS : approvals);
        }

        @Override
        public void close() {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private static @Nullable Object resource(@Nullable WriteResult<?> result) {
        return switch (result) {
            case WriteResult.Applied<?> applied -> applied.resource().orElse(null);
            case WriteResult.Unneeded<?> unneeded -> unneeded.resource();
            case null -> null;
            default -> null;
        };
    }

    private static Outcome outcome(AtlasWrite write, WriteResult<?> result) {
        return switch (result) {
            case WriteResult.Applied<?> applied ->
                Outcome.succeeded(Effect.of(write).status());
            case WriteResult.Unneeded<?> unneeded -> Outcome.succeeded(200);
            case WriteResult.Deferred<?> deferred -> Outcome.succeeded(202);
            case WriteResult.NotSent<?> notSent -> Outcome.notDone(notSent.why());
            case WriteResult.Rejected<?> rejected -> Outcome.notDone(rejected.why());
            case WriteResult.Unknown<?> unknown -> Outcome.unknown(unknown.why());
        };
    }

    /** Why the project's rules forbid a write, or what is in its way besides, if its caller is better told that. */
    private <W extends AtlasWrite> Optional<Failure> refusal(
            RequestContext context,
            SharedProject project,
            AtlasWrite each,
            WriteRules<W, ?> rules,
            OptionalLong intent) {
        return policy.decide(context, each, intent).map(why -> rules.forbidden(project, each, why));
    }

    private static void refuse(Failure why) {
        throw why.toException();
    }

    /**
     * Shows what a write would do. Only reads Atlas. The audit trail records it as an event.
     *
     * @throws LinkgateException why the write would not be sent, or why Atlas would refuse it
     */
    public <W extends AtlasWrite, T extends Record> DryRun dryRun(
            RequestContext context, SharedProject project, W write, WriteRules<W, T> rules, Precondition precondition) {
        return trail.dryRun(context, write.action(), write.target(), () -> {
            refusal(context, project, write, rules, OptionalLong.empty()).ifPresent(WritePipeline::refuse);
            SendDecision<W, T> check = rules.before(context, project, write);
            precondition.require(check.found());
            check.writes()
                    .forEach(each -> refusal(context, project, each, rules, OptionalLong.of(0))
                            .ifPresent(WritePipeline::refuse));
            List<String> warnings = rules.warnings(check);
            return switch (check) {
                case SendDecision.Stop<W, T> stop -> {
                    stop.result().orThrow();
                    yield new DryRun(false, List.of(), warnings, check.found().orElse(null));
                }
                case SendDecision.Defer<W, T> defer ->
                    new DryRun(true, requests(project, defer.deferred()), warnings, defer.current());
                case SendDecision.Send<W, T> send -> {
                    rules.foresee(project, send.write());
                    yield new DryRun(
                            true,
                            requests(project, List.of(send.write())),
                            warnings,
                            send.current().orElse(null));
                }
            };
        });
    }

    private static List<PlannedRequest> requests(SharedProject project, List<? extends AtlasWrite> writes) {
        return writes.stream().map(project::request).toList();
    }
}
