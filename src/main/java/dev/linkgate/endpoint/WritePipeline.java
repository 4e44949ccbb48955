package dev.linkgate.endpoint;

import dev.linkgate.audit.AuditTrail;
import dev.linkgate.audit.Intent;
import dev.linkgate.audit.Outcome;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.EndpointWrite;
import dev.linkgate.link.WriteResult;
import dev.linkgate.lock.DistributedLock;
import dev.linkgate.reads.LinkChange;
import dev.linkgate.reads.SharedProject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The only way of a write to Atlas, in this order: the intent is durable; the link is locked; its shared reads are
 * void; the checks pass; the write is sent; its outcome is recorded; an operation resolves an unknown outcome.
 */
@Component
class WritePipeline {

    private static final Logger log = LoggerFactory.getLogger(WritePipeline.class);

    private final AuditTrail trail;
    private final LinkLock linkLock;
    private final WriteChecks checks;
    private final OutcomeResolver resolver;

    WritePipeline(AuditTrail trail, LinkLock linkLock, WriteChecks checks, OutcomeResolver resolver) {
        this.trail = trail;
        this.linkLock = linkLock;
        this.checks = checks;
        this.resolver = resolver;
    }

    /**
     * Runs a write.
     *
     * @throws LinkgateException {@code audit-unavailable} if its intent could not be stored; nothing was sent
     */
    WriteResult run(RequestContext context, SharedProject project, EndpointWrite write, WriteHooks hooks) {
        Intent intent = trail.begin(context, write.action(), write.target());
        try (DistributedLock.@Nullable Held lock = write.locksLink() ? linkLock.lock(project, write.link()) : null;
                LinkChange change = project.change(write.link().link())) {
            WriteResult result = checkAndSend(context, intent, project, write, hooks);
            trail.end(context, intent, outcome(write, result));
            hooks.afterwards().accept(result);
            return result instanceof WriteResult.Unknown unknown && hooks.resolvesUnknown()
                    ? resolver.start(context, write, unknown)
                    : result;
        } catch (LinkgateException busy) {
            trail.end(context, intent, Outcome.notDone(busy.failure()));
            return new WriteResult.NotSent(busy.failure());
        } catch (Throwable e) {
            trail.end(context, intent, Outcome.of(e));
            throw e;
        }
    }

    private WriteResult checkAndSend(
            RequestContext context, Intent intent, SharedProject project, EndpointWrite write, WriteHooks hooks) {
        try {
            hooks.beforeSend().run();
            return switch (checks.before(context, project, write)) {
                case WriteChecks.Check.Stop stop -> stop.result();
                case WriteChecks.Check.Pass pass -> send(context, intent, project, write, pass);
            };
        } catch (LinkgateException refusal) {
            return new WriteResult.NotSent(refusal.failure());
        }
    }

    private WriteResult send(
            RequestContext context,
            Intent intent,
            SharedProject project,
            EndpointWrite write,
            WriteChecks.Check.Pass pass) {
        try {
            return checks.after(context, project, write, pass, project.send(intent, write));
        } catch (LinkgateException refusal) {
            return new WriteResult.Rejected(refusal.failure());
        } catch (RuntimeException e) {
            log.error("Request {} may have been sent to Atlas when it failed", context.requestId(), e);
            return new WriteResult.Unknown(
                    Failure.of(ProblemCode.OUTCOME_UNKNOWN, "The gateway failed while it wrote to Atlas."));
        }
    }

    private static Outcome outcome(EndpointWrite write, WriteResult result) {
        return switch (result) {
            case WriteResult.Applied applied -> Outcome.succeeded(write instanceof EndpointWrite.Remove ? 202 : 201);
            case WriteResult.Unneeded unneeded -> Outcome.succeeded(200);
            case WriteResult.Deferred deferred -> Outcome.succeeded(202);
            case WriteResult.NotSent notSent -> Outcome.notDone(notSent.why());
            case WriteResult.Rejected rejected -> Outcome.notDone(rejected.why());
            case WriteResult.Unknown unknown -> Outcome.unknown(unknown.why());
        };
    }
}
