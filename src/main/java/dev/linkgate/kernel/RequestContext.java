package dev.linkgate.kernel;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The context of one request on its way through the gateway: its caller, and the facts learnt while it is handled.
 *
 * <p>It is passed explicitly. The facts are noted by the request's own thread, which creates the context, or by threads
 * it waits for, and read by the audit when the work has ended.
 */
public final class RequestContext {

    private final String requestId;
    private final String remoteAddress;
    private final @Nullable TraceParent trace;
    private final Consumer<Receipt> receipts;
    private final long startedNanos = System.nanoTime();
    private final Thread own = Thread.currentThread();

    private volatile Actor actor = Actor.ANONYMOUS;
    private volatile Right identity = Right.PERMANENT;
    private volatile @Nullable Right grant;
    private volatile Target target = Target.NONE;
    private volatile boolean recorded;
    private volatile boolean resumed;
    private volatile @Nullable String action;
    private volatile @Nullable ProblemCode problem;
    private volatile @Nullable String credential;
    private volatile @Nullable Integer credentialVersion;
    private volatile @Nullable Integer atlasStatus;
    private volatile @Nullable Long streamsAfterMicros;
    private volatile BooleanSupplier waits = () -> true;
    private volatile boolean awaited = true;
    private volatile Runnable turn = () -> {};
    private Set<BooleanSupplier> reliances = Set.of();
    private int attempts;

    /**
     * @param trace the place in a trace to pass on to Atlas; absent if the caller sent none and there are no traces
     * @param receipts takes the receipt of each audit record of this request that became durable
     */
    public RequestContext(
            String requestId, String remoteAddress, @Nullable TraceParent trace, Consumer<Receipt> receipts) {
        this.requestId = requestId;
        this.remoteAddress = remoteAddress;
        this.trace = trace;
        this.receipts = receipts;
    }

    /** A request of the gateway itself, which may do everything. */
    public static RequestContext system(String requestId) {
        RequestContext context = system(requestId, Actor.SYSTEM);
        context.allowed(Right.PERMANENT);
        return context;
    }

    /**
     * Work of the gateway for a caller. It writes nothing at Atlas until somebody has decided whether it {@linkplain
     * #allowed may}.
     *
     * @param actor the gateway itself, on behalf of the caller
     */
    public static RequestContext system(String requestId, Actor actor) {
        RequestContext context = new RequestContext(requestId, "", null, receipt -> {});
        context.actor = actor;
        return context;
    }

    /** A part of this request, with its own facts. Its records have no receipts, because the request's answer has one. */
    public RequestContext part() {
        RequestContext part = new RequestContext(requestId, remoteAddress, trace, receipt -> {});
        part.actor = actor;
        part.identity = identity;
        part.grant = grant;
        return part;
    }

    public String requestId() {
        return requestId;
    }

    public String remoteAddress() {
        return remoteAddress;
    }

    /** The place in a trace that the requests to Atlas continue. */
    public @Nullable TraceParent trace() {
        return trace;
    }

    public Actor actor() {
        return actor;
    }

    /** Notes a caller that is the same as long as the request lasts, or unknown. */
    public void identified(Actor actor) {
        identified(actor, Right.PERMANENT);
    }

    /**
     * Notes the identified caller.
     *
     * @param identity holds as long as what identified the caller is valid
     */
    public void identified(Actor actor, Right identity) {
        this.actor = actor;
        this.identity = identity;
    }

    /**
     * Notes what the caller's right to its request depends on, besides being the caller.
     *
     * @param grant holds as long as the caller may do what it asked for
     */
    public void allowed(Right grant) {
        this.grant = grant;
    }

    /** The right to what was asked for. It does not hold before somebody has decided. */
    public Right right() {
        Right decided = grant;
        return decided == null ? Right.UNDECIDED : identity.and(decided);
    }

    /** The target of the request, as far as its path names it, and the whole target once a write has begun. */
    public Target target() {
        return target;
    }

    /**
     * Adds a condition for waiting any longer, besides the caller's right.
     *
     * @param condition false ends the wait as if its time were up
     */
    public void waitsWhile(BooleanSupplier condition) {
        BooleanSupplier before = waits;
        waits = () -> before.getAsBoolean() && condition.getAsBoolean();
    }

    /**
     * Whether the request may wait any longer: its caller has its right and is connected, and the gateway has capacity.
     * Each of its waiting threads should call it once a second. Only the request's own thread checks the
     * conditions, because one of them uses the connection. The other threads get the result of its last check, so the
     * own thread must call this too while it waits for them.
     *
     * @throws LinkgateException if the caller must not get an answer any more; only to the request's own thread
     */
    public boolean mayWait() {
        if (Thread.currentThread().equals(own)) {
            boolean holds = false;
            try {
                holds = hasRight() && waits.getAsBoolean();
            } finally {
                awaited = holds;
            }
        }
        return awaited;
    }

    private boolean hasRight() {
        Right decided = grant;
        return (decided == null ? identity : identity.and(decided)).continues();
    }

    /** Whether the last check of {@link #mayWait} allowed to wait; true if there was none. */
    public boolean isAwaited() {
        return awaited;
    }

    /**
     * Notes that this request goes on in its turn of those that waited for the same.
     *
     * @param end lets the next go on
     */
    public void hasTurn(Runnable end) {
        turn = end;
    }

    /** Lets the next of those that waited go on, if this request has a turn. */
    public void endTurn() {
        turn.run();
        turn = () -> {};
    }

    /** Notes the target of the request. */
    public void about(Target target) {
        this.target = target;
    }

    /** Notes that an earlier try of this request may have been carried out, so that it must read before it writes. */
    public void resumed() {
        resumed = true;
    }

    public boolean isResumed() {
        return resumed;
    }

    /**
     * Notes that a write is on record, and may be carried out from now on.
     *
     * @param action the action in the audit trail
     */
    public void begun(String action, Target target) {
        this.target = target;
        this.action = action;
    }

    /** The write that was begun; absent while nothing can have been changed. */
    public @Nullable String action() {
        return action;
    }

    /** Notes the problem of the answer. */
    public void failed(ProblemCode problem) {
        this.problem = problem;
    }

    public @Nullable ProblemCode problem() {
        return problem;
    }

    /** Notes the credential that the request is about, while no version of it is known. */
    public void concerns(String credential) {
        this.credential = credential;
        this.credentialVersion = null;
    }

    /** Notes the credential that Atlas will see. */
    public void uses(String credential, int version) {
        this.credential = credential;
        this.credentialVersion = version;
    }

    /** Notes the credential that another request used for both. */
    void usesAs(RequestContext other) {
        Integer version = other.credentialVersion;
        if (version != null) {
            credential = other.credential;
            credentialVersion = version;
        }
    }

    /** Notes that an HTTP request to Atlas is about to be sent for this one, without an answer yet. */
    public synchronized void attempted() {
        attempts++;
        atlasStatus = null;
    }

    /** Notes Atlas's status of the last attempt. */
    public void answered(int status) {
        this.atlasStatus = status;
    }

    /**
     * Notes that the answer contains what another request has read.
     *
     * @param condition whether that may still be shown; quick, for any thread, and false for good once it is false
     */
    public synchronized void reliesOn(BooleanSupplier condition) {
        if (reliances.isEmpty()) {
            reliances = new HashSet<>();
        }
        reliances.add(condition);
    }

    /** Everything that the answer {@linkplain #reliesOn relies on} so far. */
    synchronized Set<BooleanSupplier> reliances() {
        return Set.copyOf(reliances);
    }

    /** Everything that the answer {@linkplain #reliesOn relies on} so far, as one condition; forgets it. */
    public synchronized BooleanSupplier takeReliances() {
        Set<BooleanSupplier> taken = reliances;
        reliances = Set.of();
        return () -> taken.stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    /** Hands over the receipt of an audit record of this request. */
    public void recorded(Receipt receipt) {
        recorded = true;
        receipts.accept(receipt);
    }

    /** Whether there is an audit record of this request already. */
    public boolean isRecorded() {
        return recorded;
    }

    public @Nullable String credential() {
        return credential;
    }

    public @Nullable Integer credentialVersion() {
        return credentialVersion;
    }

    public @Nullable Integer atlasStatus() {
        return atlasStatus;
    }

    /** The number of HTTP requests to Atlas for this request, including challenges. */
    public synchronized int attempts() {
        return attempts;
    }

    /** Microseconds since the request arrived. */
    public long ageMicros() {
        return (System.nanoTime() - startedNanos) / 1_000;
    }

    /** Notes that the answer begins to stream now. */
    public void streams() {
        streamsAfterMicros = ageMicros();
    }

    /** Microseconds that the request has taken so far, or took until its answer began to stream. */
    public long tookMicros() {
        Long took = streamsAfterMicros;
        return took == null ? ageMicros() : took;
    }
}
