package dev.linkgate.gateway.core.platform.request;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the gateway: who asks for what, the {@link RequestFacts} learnt while it is handled,
 * and how long it may {@linkplain Waiting wait}. It is passed explicitly.
 */
public final class RequestContext {

    /** The header of a request that says which change elsewhere it belongs to. */
    public static final String CHANGE_REFERENCE = "Change-Reference";

    private final String requestId;
    private final String remoteAddress;
    private final @Nullable TraceParent trace;
    private final @Nullable String changeReference;
    private final boolean background;
    private final RequestFacts facts;
    private final Waiting waiting = new Waiting(this::callerContinues);

    private volatile Identification caller = new Identification(Actor.ANONYMOUS, Right.PERMANENT);
    private volatile Set<String> otherTeams = Set.of();
    private volatile @Nullable Right grant;
    private volatile Right lease = Right.PERMANENT;
    private volatile Target target = Target.NONE;
    private volatile LargeAnswer answer = LargeAnswer.NONE;

    /** @param identity holds as long as what identified the caller is valid */
    private record Identification(Actor actor, Right identity) {}

    /** The context of a caller that cannot refer to a change elsewhere. */
    public RequestContext(
            String requestId, String remoteAddress, @Nullable TraceParent trace, Consumer<Receipt> receipts) {
        this(requestId, remoteAddress, trace, null, receipts);
    }

    /**
     * @param trace the place in a trace to pass on to Atlas; absent if the caller sent none and there are no traces
     * @param changeReference as {@link #changeReference} gives it
     * @param receipts takes the receipt of each audit record of this request that became durable
     */
    public RequestContext(
            String requestId,
            String remoteAddress,
            @Nullable TraceParent trace,
            @Nullable String changeReference,
            Consumer<Receipt> receipts) {
        this(requestId, remoteAddress, trace, changeReference, false, receipts);
    }

    private RequestContext(
            String requestId,
            String remoteAddress,
            @Nullable TraceParent trace,
            @Nullable String changeReference,
            boolean background,
            Consumer<Receipt> receipts) {
        this.requestId = requestId;
        this.remoteAddress = remoteAddress;
        this.trace = trace;
        this.changeReference = changeReference;
        this.background = background;
        this.facts = new RequestFacts(receipts);
    }

    /** A request of the gateway itself, which may do everything. */
    public static RequestContext system(String requestId) {
        RequestContext context = system(requestId, Actor.SYSTEM);
        context.allowed(Right.PERMANENT);
        return context;
    }

    /**
     * A request of the gateway itself for no caller, which reads Atlas only where the requests of callers leave room.
     */
    public static RequestContext background(String requestId) {
        RequestContext context = new RequestContext(requestId, "", null, null, true, receipt -> {});
        context.identified(Actor.SYSTEM);
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
        return system(requestId, actor, null);
    }

    /**
     * Work of the gateway for a caller, as {@link #system(String, Actor)}.
     *
     * @param changeReference as {@link #changeReference} gives it
     */
    public static RequestContext system(String requestId, Actor actor, @Nullable String changeReference) {
        RequestContext context = new RequestContext(requestId, "", null, changeReference, receipt -> {});
        context.identified(actor);
        return context;
    }

    /**
     * A part of this request, with its own facts. Its records have no receipts, because the request's answer has one.
     */
    public RequestContext part() {
        RequestContext part =
                new RequestContext(requestId, remoteAddress, trace, changeReference, background, receipt -> {});
        part.caller = caller;
        part.otherTeams = otherTeams;
        part.grant = grant;
        part.lease = lease;
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

    /** Whether its reads of Atlas give way to those of callers. */
    public boolean isBackground() {
        return background;
    }

    public RequestFacts facts() {
        return facts;
    }

    public Waiting waiting() {
        return waiting;
    }

    /** What its answer may take. */
    public LargeAnswer answer() {
        return answer;
    }

    public void noteAnswer(LargeAnswer answer) {
        this.answer = answer;
    }

    /**
     * What the caller refers its write to, such as a ticket: the header {@value #CHANGE_REFERENCE}, empty if it is not
     * there. Absent where it cannot be sent: from Atlas's tools, and in the gateway's own work.
     */
    public @Nullable String changeReference() {
        return changeReference;
    }

    public Actor actor() {
        return caller.actor();
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
        caller = new Identification(actor, identity);
    }

    /**
     * Notes what the caller's right to its request depends on, besides being the caller.
     *
     * @param grant holds as long as the caller may do what it asked for
     */
    public void allowed(Right grant) {
        this.grant = grant;
    }

    /** Notes that every caller that is identified may do what was asked for. */
    public void allowedByIdentity() {
        allowed(Right.PERMANENT);
    }

    /** Notes a lease without which nothing may be changed for this request. */
    public void leased(Right lease) {
        this.lease = lease;
    }

    /** Notes teams for which the caller's credential could call as well. */
    public void noteOtherTeams(Set<String> teams) {
        otherTeams = teams;
    }

    /** Whether the caller calls for a team, or could do so with its credential. */
    public boolean mayCallFor(@Nullable String team) {
        return team != null && (team.equals(actor().team()) || otherTeams.contains(team));
    }

    /** Holds as long as what identified the caller is valid. */
    public Right identity() {
        return caller.identity();
    }

    /** The right to change what was asked for. It does not hold before somebody has decided. */
    public Right right() {
        return grant == null ? Right.UNDECIDED : rightToRead().and(lease);
    }

    /** The right to see what was asked for: that of the caller's identity, and what was decided besides. */
    public Right rightToRead() {
        Right decided = grant;
        return decided == null ? identity() : identity().and(decided);
    }

    private boolean callerContinues() {
        return rightToRead().continues();
    }

    /** The target of the request, as far as its path names it, and the whole target once a write has begun. */
    public Target target() {
        return target;
    }

    public void noteTarget(Target target) {
        this.target = target;
    }

    /**
     * Notes that a write is on record, and may be carried out from now on.
     *
     * @param action the action in the audit trail
     */
    public void noteWrite(String action, Target target) {
        this.target = target;
        facts.noteAction(action);
    }
}
