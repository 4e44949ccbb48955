package dev.linkgate.idempotency;

import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import java.util.EnumSet;
import java.util.Set;

/** What the end of a request means for its key. */
enum Completion {
    /** It was refused before anything could be changed: the key is free for a better request. */
    NOT_BEGUN,
    /** It succeeded, or asking again would change nothing: this is the key's answer from now on. */
    DEFINITE,
    /** It has begun, and another try may fare better, or find that it was done all the same: that try has to look. */
    OPEN;

    /** Of a caller who lost access while it waited: what it had asked for is done all the same. */
    private static final Set<ProblemCode> LOST_ACCESS = EnumSet.of(ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN);

    /** @param status of the answer; 500 if none was made */
    static Completion of(RequestContext context, int status) {
        if (context.action() == null) {
            // What an earlier try has begun, this one's refusal does not undo.
            return context.isResumed() ? OPEN : NOT_BEGUN;
        }
        ProblemCode problem = context.problem();
        boolean refused = problem != null && !problem.retryable() && status < 500 && !LOST_ACCESS.contains(problem);
        return status < 300 || refused ? DEFINITE : OPEN;
    }
}
