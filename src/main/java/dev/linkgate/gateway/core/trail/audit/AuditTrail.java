package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.replica.Replica;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.BeforeCommit;
import dev.linkgate.gateway.core.platform.store.ChangedRows;
import dev.linkgate.gateway.core.trail.read.Verification;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way to do audited work: everything done here is on record, and work that cannot be recorded is neither done nor
 * shown.
 *
 * <p>Each receipt goes to {@link dev.linkgate.gateway.core.platform.request.RequestFacts#noteReceipt}, except an intent's:
 * an answer has the receipt of its outcome, or none if that could not be stored. The context's state at the end of the
 * work (credential, Atlas's status, attempts) becomes part of the record.
 */
@Component
public final class AuditTrail {

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

    /** A refused caller waits at most this long for the receipt. */
    private static final Duration REFUSAL_PATIENCE = Duration.ofMillis(500);

    private static final int OK = 200;

    private final AuditLog records;
    private final OpenIntents open;
    private final AnonymousRefusals anonymous;
    private final Replica replica;
    private final WriteNotifications notifications;
    private final RollbackState rollback;
    private final Duration patience;
    private final Seals seals;
    private final InstantSource clock;

    AuditTrail(
            AuditLog records,
            OpenIntents open,
            AnonymousRefusals anonymous,
            Replica replica,
            WriteNotifications notifications,
            RollbackState rollback,
            AuditSettings settings,
            Seals seals,
            InstantSource clock) {
        this.records = records;
        this.open = open;
        this.anonymous = anonymous;
        this.replica = replica;
        this.notifications = notifications;
        this.rollback = rollback;
        this.patience = settings.timeout();
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * Asks the database a question of a request, and waits as long as a write waits for its intent.
     *
     * @param question may go on when nobody waits any more
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if the answer does not
     *     come
     */
    public <T> T ask(RequestContext context, Supplier<T> question) {
        return asking(context, question).get();
    }

    /**
     * Begins to ask the database a question of a request, while the request does something else.
     *
     * @return waits for the answer, and ends as {@link #ask} does
     */
    public <T> Supplier<T> asking(RequestContext context, Supplier<T> question) {
        Supplier<T> answer = RequiredDatabase.asked(patience, question);
        return () -> RequiredDatabase.during(context, answer);
    }

    /**
     * Notes another action than the intent's own before that is sent, so that its outcome can be told from Atlas if
     * this process is killed.
     */
    public void sends(RequestContext context, Intent intent, Action action) {
        boolean unused = ask(context, () -> {
            open.sends(intent.receipt().sequence(), action);
            return true;
        });
    }

    /**
     * A {@link #write(RequestContext, Action, Target, ToIntFunction, Function) write} whose success has only one
     * status.
     */
    public <T extends @Nullable Object> T write(
            RequestContext context, Action action, Target target, int status, Function<Intent, T> work) {
        return write(context, action, target, result -> status, work);
    }

    /**
     * Does a write between two records: the intent is durable before the work begins, the outcome before its result is
     * returned. The caller's right is asked when the intent is durable, and before each transaction of the work
     * commits.
     *
     * <p>If the outcome cannot be stored, the result or exception of the work stands, because the write has happened.
     * The log then contains the record at ERROR, and {@link IntentWatch} gives the intent an outcome when records can
     * be stored again.
     *
     * @param status maps the result to the HTTP status that the caller will see
     * @param work does the write; its exception passes through, after its outcome is recorded
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if the intent could not
     *     be stored, or why the caller's right does not hold any more; the work was not begun
     */
    public <T extends @Nullable Object> T write(
            RequestContext context,
            Action action,
            Target target,
            ToIntFunction<? super T> status,
            Function<Intent, T> work) {
        Intent intent = begin(context, action, target);
        Map<String, String> rows = new LinkedHashMap<>();
        T result;
        Outcome outcome;
        try {
            Runnable asking = intent.right()::require;
            asking.run();
            result = RequiredDatabase.duringChange(
                    context, () -> BeforeCommit.ask(asking, () -> ChangedRows.during(rows, () -> work.apply(intent))));
            outcome = Outcome.succeeded(status.applyAsInt(result));
        } catch (Throwable e) {
            end(context, intent, Outcome.of(e));
            throw e;
        }
        end(context, intent, intent.target().changing(rows), outcome, null);
        return result;
    }

    /**
     * Begins a write. Each intent must be {@linkplain #end ended}, and its right be asked before anything is changed.
     *
     * <p>While the trail is {@linkplain RollbackState rolled back}, only rights are taken away, because the older
     * database has brought some back that had ended. Like the reads, these records continue the older trail, which
     * stays another one than was signed, whatever follows.
     *
     * @return the proof that its intent is durable
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if the intent could not
     *     be stored, or the trail was rolled back; the write must not be done then
     */
    public Intent begin(RequestContext context, Action action, Target target) {
        Optional<LinkgateException> before = refusal(action);
        if (before.isPresent()) {
            throw before.get();
        }
        Entry entry = entry(Phase.INTENT, context, action, target, null);
        Receipt receipt =
                records.recordIntent(pending(context, entry), () -> entry.endedBy(clock.instant(), Outcome.NOT_BEGUN));
        replica.begins(receipt.sequence());
        context.facts().noteRecord();
        context.noteWrite(action.word(), target);
        Intent intent = new Intent(receipt, action, target, context.right());
        // The writer finds a trail that was cut when it stores the next record, which may be this one.
        Optional<LinkgateException> since = refusal(action);
        if (since.isPresent()) {
            end(context, intent, Outcome.of(since.get()));
            throw since.get();
        }
        return intent;
    }

    /** Records the outcome of a write. If it cannot be stored, the log contains it at ERROR. Never throws. */
    public void end(RequestContext context, Intent intent, Outcome outcome) {
        end(context, intent, intent.target(), outcome, null);
    }

    /**
     * Records the outcome of a write, as {@link #end} does.
     *
     * @param target as it is known now
     * @param change what the outcome changes in another table; absent if it changes nothing
     */
    public void end(
            RequestContext context, Intent intent, Target target, Outcome outcome, @Nullable TableChange change) {
        long sequence = intent.receipt().sequence();
        Entry entry = entry(Phase.OUTCOME, context, intent.action(), target, outcome);
        Optional<Receipt> receipt =
                records.add(PendingRecord.closing(sequence, entry).changing(change, seals), patience);
        replica.ends(sequence);
        context.noteTarget(target);
        context.facts().noteEnded(entry.time());
        if (receipt.isPresent()) {
            context.facts().noteReceipt(receipt.get());
        } else {
            notifications.ended(intent.action(), target);
            log.error("Could not store the outcome of intent {}: {}", sequence, entry);
        }
    }

    /**
     * Does a read; its result is returned only when the read is on record. If the work has relied on what another
     * request had read ({@link dev.linkgate.gateway.core.platform.request.RequestFacts#reliesOn}), and a write on any
     * replica has made that void before the record is stored, the work is done again, once: what it reads then is newer
     * than all writes that had ended before this call.
     *
     * <p>The caller's right is asked when the record is stored, so nobody is shown what it has no right to see any
     * more.
     *
     * @param work does the read, and can do it again; its exception passes through, after it is recorded
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if the record could not
     *     be stored, even if the work succeeded
     */
    public <T extends @Nullable Object> T read(RequestContext context, Action action, Target target, Supplier<T> work) {
        return read(context, action, target, work, false);
    }

    /** @param anew whether the work is done again, and so relies on nothing that was read before an earlier write */
    private <T extends @Nullable Object> T read(
            RequestContext context, Action action, Target target, Supplier<T> work, boolean anew) {
        T result;
        try {
            result = RequiredDatabase.during(context, work);
        } catch (Throwable e) {
            if (mayBeShown(context, action, target, Outcome.of(e), anew)) {
                throw e;
            }
            return read(context, action, target, work, true);
        }
        return mayBeShown(context, action, target, Outcome.succeeded(OK), anew)
                ? result
                : read(context, action, target, work, true);
    }

    /**
     * Stores the record of a read, unless what its result relies on is void.
     *
     * @throws LinkgateException why the caller may not see it any more; that is on record instead
     */
    private boolean mayBeShown(RequestContext context, Action action, Target target, Outcome outcome, boolean anew) {
        BooleanSupplier reliances = context.facts().takeReliances();
        BooleanSupplier right = heldBy(context);
        Optional<Receipt> receipt =
                records.recordIf(pending(context, entry(Phase.EVENT, context, action, target, outcome))
                        .onlyIf(() -> right.getAsBoolean() && (anew || reliances.getAsBoolean())));
        if (receipt.isPresent()) {
            context.facts().noteReceipt(receipt.get());
            return true;
        }
        try {
            context.rightToRead().require();
        } catch (LinkgateException ended) {
            context.facts()
                    .noteReceipt(record(context, entry(Phase.EVENT, context, action, target, Outcome.of(ended))));
            throw ended;
        }
        return false;
    }

    /** Whether the caller still has its right to see what it asked for; false for good once it is false. */
    private static BooleanSupplier heldBy(RequestContext context) {
        Right right = context.rightToRead();
        AtomicBoolean lost = new AtomicBoolean();
        return () -> {
            if (!(right.state() instanceof Right.Held)) {
                lost.set(true); // also if it is not known whether it holds, and it may hold again
            }
            return !lost.get();
        };
    }

    /**
     * Does a dry run and then records it, as a read is. The result is not shown if it cannot be recorded.
     *
     * @param action the action of the write
     * @param work decides what the write would do; its exception passes through, after it is recorded
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if the record could not
     *     be stored
     */
    public <T> T dryRun(RequestContext context, Action action, Target target, Supplier<T> work) {
        T result;
        try {
            result = RequiredDatabase.during(context, work);
        } catch (Throwable e) {
            show(
                    context,
                    entry(Phase.EVENT, context, action, target, Outcome.of(e)).ofDryRun());
            throw e;
        }
        show(
                context,
                entry(Phase.EVENT, context, action, target, Outcome.succeeded(OK))
                        .ofDryRun());
        return result;
    }

    /**
     * Checks the chain, and records how that ended. A broken chain is reported even if the check itself cannot be
     * recorded, because the break may be the reason: a chain without its head, or with a head that was set back, takes
     * no record.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if the database does not
     *     answer the check, or the record could not be stored and nothing is wrong with the chain
     */
    public Verification verify(RequestContext context, Supplier<Verification> check) {
        Verification verification = RequiredDatabase.during(context, check);
        try {
            show(
                    context,
                    entry(Phase.EVENT, context, Action.AUDIT_VERIFY, verification.target(), Outcome.succeeded(OK)));
        } catch (LinkgateException e) {
            if (verification.valid() || !e.failure().code().equals(ProblemCode.AUDIT_UNAVAILABLE)) {
                throw e;
            }
            log.error("The audit trail is broken, and the check could not be recorded: {}", verification);
        }
        return verification;
    }

    /**
     * Records that a request was refused before it reached any feature. Never throws, and waits only a moment for a
     * slow store, because a refusal stands even if it cannot be recorded. An anonymous caller gets no receipt, and
     * shares a record with others when there are too many.
     *
     * @param attempted the request's method and the pattern of its route
     * @return whether the refusal has its own record
     */
    public boolean refused(RequestContext context, Failure failure, String attempted) {
        Entry entry = entry(Phase.EVENT, context, Action.REQUEST_REFUSED, context.target(), Outcome.refused(failure))
                .attempting(attempted);
        if (context.actor().isAnonymous()) {
            return anonymous.record(entry, REFUSAL_PATIENCE);
        }
        Optional<Receipt> receipt = records.add(new PendingRecord(entry), REFUSAL_PATIENCE);
        if (receipt.isPresent()) {
            context.facts().noteReceipt(receipt.get());
        } else {
            log.warn("Refusal record not yet durable: request {}, {}", context.requestId(), failure.code());
        }
        return true;
    }

    /**
     * Records the outcome of a write that was unknown when its request ended.
     *
     * @param change what the outcome changes in another table; absent if it changes nothing
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if the record could not
     *     be stored
     */
    public void resolved(
            RequestContext context, Action action, Target target, Outcome outcome, @Nullable TableChange change) {
        Entry entry = entry(Phase.OUTCOME, context, action, target, outcome);
        context.facts().noteReceipt(records.record(pending(context, entry).changing(change, seals)));
    }

    /** Why a write is not done, while the trail is not known to be the one that was signed. */
    private Optional<LinkgateException> refusal(Action action) {
        if (action.equals(Action.AUDIT_ACCEPT) || action.isRevocation()) {
            return Optional.empty();
        }
        return rollback.reason()
                .map(difference -> Failure.of(
                                ProblemCode.AUDIT_UNAVAILABLE,
                                "The audit trail is not known to be the one that was signed before (" + difference
                                        + "), so the gateway only takes rights away, and does no other writes. The"
                                        + " platform team must act.")
                        .toException());
    }

    private Receipt record(RequestContext context, Entry entry) {
        return records.record(pending(context, entry));
    }

    private static PendingRecord pending(RequestContext context, Entry entry) {
        return new PendingRecord(entry, context.actor().hasReserve());
    }

    /**
     * Stores the record of what the caller will see, if it still has the right to see it then.
     *
     * @throws LinkgateException {@code audit-unavailable}, or why the right does not hold any more
     */
    private void show(RequestContext context, Entry shown) {
        try {
            context.facts().noteReceipt(records.record(pending(context, shown).onlyIf(heldBy(context))));
        } catch (LinkgateException e) {
            context.rightToRead().require();
            throw e;
        }
    }

    private Entry entry(Phase phase, RequestContext context, Action action, Target target, @Nullable Outcome outcome) {
        return Entry.of(clock.instant(), phase, context, action, target, outcome);
    }
}
