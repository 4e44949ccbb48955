package dev.linkgate.gateway.inbound.idempotency;

import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import java.util.EnumSet;
import java.util.Set;

/** The effect of a request's end on its key. */
enum Completion {
    /** It was refused before anything could be changed: the key is free for a better request. */
    NOT_BEGUN,
    /** It succeeded, or a repetition would change nothing: this is the key's answer from now on. */
    DEFINITE,
    /** It has begun, and another try may succeed, or find that it was done. That try must read before it writes. */
    OPEN;

    /** The caller lost access while it waited, but its request was carried out. */
    private static final Set<ProblemCode> LOST_ACCESS = EnumSet.of(ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN);

    /** @param status the answer's status; 500 if there is no answer */
    static Completion of(RequestContext context, int status) {
        if (context.facts().action() == null) {
            // The refusal of this try does not undo an earlier try's write.
            return context.facts().isResumed() ? OPEN : NOT_BEGUN;
        }
        ProblemCode problem = context.facts().problem();
        boolean refused = problem != null && !problem.retryable() && status < 500 && !LOST_ACCESS.contains(problem);
        return status < 300 || refused ? DEFINITE : OPEN;
    }
}
