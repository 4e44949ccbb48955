package dev.linkgate.audit;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.Receipt;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way every feature does its work: what goes through here is on record, and what cannot be recorded is not done and
 * not shown.
 *
 * <p>Each receipt goes to {@link RequestContext#recorded}, an intent's first and its outcome's after it. What the
 * request knows at the end of the work (credential, Atlas's status, attempts) becomes part of the record.
 */
public final class AuditTrail {

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

    /** A refusal is worth a receipt, but no caller who is refused is worth a long wait for it. */
    private static final Duration REFUSAL_PATIENCE = Duration.ofMillis(500);

    private static final int OK = 200;

    private final AuditLog records;
    private final AnonymousRefusals anonymous;
    private final Replica replica;
    private final InstantSource clock;

    AuditTrail(AuditLog records, AnonymousRefusals anonymous, Replica replica, InstantSource clock) {
        this.records = records;
        this.anonymous = anonymous;
        this.replica = replica;
        this.clock = clock;
    }

    /**
     * A {@link #write(RequestContext, Action, Target, ToIntFunction, Function) write} whose success has one status
     * only.
     */
    public <T extends @Nullable Object> T write(
            RequestContext context, Action action, Target target, int status, Function<Intent, T> work) {
        return write(context, action, target, result -> status, work);
    }

    /**
     * Does a write between two records: the intent is durable before the work begins, the outcome before its result is
     * returned.
     *
     * <p>If the outcome cannot be stored, the result or exception of the work stands, for the write has happened; the
     * log then says at ERROR what the record would have said, and {@link IntentWatch} gives the intent an outcome when
     * records are stored again.
     *
     * @param status tells from the result the HTTP status that the caller will see
     * @param work does the write; its exception passes through, after its outcome is recorded
     * @throws dev.linkgate.kernel.LinkgateException {@code audit-unavailable} if the intent could not be stored; the
     *     work was not begun
     */
    public <T extends @Nullable Object> T write(
            RequestContext context,
            Action action,
            Target target,
            ToIntFunction<? super T> status,
            Function<Intent, T> work) {
        Intent intent = begin(context, action, target);
        T result;
        Outcome outcome;
        try {
            result = work.apply(intent);
            outcome = Outcome.succeeded(status.applyAsInt(result));
        } catch (Throwable e) {
            end(context, intent, Outcome.of(e));
            throw e;
        }
        end(context, intent, outcome);
        return result;
    }

    /**
     * Begins a write. Each intent must be {@linkplain #end ended}.
     *
     * @return the proof that its intent is durable
     * @throws dev.linkgate.kernel.LinkgateException {@code audit-unavailable} if the intent could not be stored; the
     *     write must not be done then
     */
    public Intent begin(RequestContext context, Action action, Target target) {
        Receipt receipt = records.record(entry(Phase.INTENT, context, action, target, null));
        replica.begins(receipt.sequence());
        context.recorded(receipt);
        context.begun(action.word(), target);
        return new Intent(receipt, action, target);
    }

    /** Records the outcome of a write. If it cannot be stored, the log says at ERROR what it was. Never throws. */
    public void end(RequestContext context, Intent intent, Outcome outcome) {
        long sequence = intent.receipt().sequence();
        Entry entry = entry(Phase.OUTCOME, context, intent.action(), intent.target(), outcome);
        Optional<Receipt> receipt = records.recordOutcome(entry, sequence);
        replica.ends(sequence);
        if (receipt.isPresent()) {
            context.recorded(receipt.get());
        } else {
            log.error("The outcome of intent {} could not be stored: {}", sequence, entry);
        }
    }

    /**
     * Does a read; what it found is returned only when that is on record.
     *
     * @param work does the read; its exception passes through, after it is recorded
     * @throws dev.linkgate.kernel.LinkgateException {@code audit-unavailable} if the record could not be stored,
     *     whatever the work brought
     */
    public <T extends @Nullable Object> T read(RequestContext context, Action action, Target target, Supplier<T> work) {
        T result;
        try {
            result = work.get();
        } catch (Throwable e) {
            event(context, action, target, Outcome.of(e));
            throw e;
        }
        event(context, action, target, Outcome.succeeded(OK));
        return result;
    }

    /**
     * Records that the answer of an earlier write is given again, and nothing is done for it.
     *
     * @param problem what the answer says went wrong; absent if the write had succeeded
     * @throws dev.linkgate.kernel.LinkgateException {@code audit-unavailable} if that could not be stored; the answer
     *     must not be shown then
     */
    public void replayed(
            RequestContext context, Action action, Target target, int status, @Nullable ProblemCode problem) {
        Result result = problem == null ? Result.SUCCEEDED : Result.REFUSED;
        event(context, action, target, new Outcome(result, status, problem));
    }

    /**
     * Checks the chain. What shows that it is broken is shown even if the check itself cannot be recorded, because that
     * may be why: without its head, or with a head that was set back, the chain takes no record.
     *
     * @throws dev.linkgate.kernel.LinkgateException {@code audit-unavailable} if the record could not be stored and
     *     nothing is wrong with the chain
     */
    Verification verify(RequestContext context, Supplier<Verification> check) {
        Verification verification = check.get();
        try {
            event(context, Action.AUDIT_VERIFY, Target.NONE, Outcome.succeeded(OK));
        } catch (LinkgateException e) {
            if (verification.valid()) {
                throw e;
            }
            log.error("The audit trail is broken, and that it was checked could not be recorded: {}", verification);
        }
        return verification;
    }

    /**
     * Records that a request was turned away before any feature saw it. Never throws, and waits only a moment for a
     * slow store: a refusal stands whether or not it can be recorded. A caller whom nobody knows gets no receipt, and
     * shares a record with others when there are too many.
     *
     * @param attempted the request's method and the pattern of its route
     * @return whether the refusal has a record of its own
     */
    public boolean refused(RequestContext context, Failure failure, String attempted) {
        Entry entry = entry(Phase.EVENT, context, Action.REQUEST_REFUSED, context.target(), Outcome.refused(failure))
                .attempting(attempted);
        if (context.actor().equals(Actor.ANONYMOUS)) {
            return anonymous.record(entry, REFUSAL_PATIENCE);
        }
        Optional<Receipt> receipt = records.record(entry, REFUSAL_PATIENCE);
        if (receipt.isPresent()) {
            context.recorded(receipt.get());
        } else {
            log.warn(
                    "The record that request {} was refused ({}) is late or lost", context.requestId(), failure.code());
        }
        return true;
    }

    /**
     * Records what became of a write whose outcome was unknown when its request ended.
     *
     * @throws dev.linkgate.kernel.LinkgateException {@code audit-unavailable} if the record could not be stored
     */
    public void resolved(RequestContext context, Action action, Target target, Outcome outcome) {
        context.recorded(records.record(entry(Phase.OUTCOME, context, action, target, outcome)));
    }

    private void event(RequestContext context, Action action, Target target, Outcome outcome) {
        context.recorded(records.record(entry(Phase.EVENT, context, action, target, outcome)));
    }

    private Entry entry(Phase phase, RequestContext context, Action action, Target target, @Nullable Outcome outcome) {
        return Entry.of(clock.instant(), phase, context, action, target, outcome);
    }
}
