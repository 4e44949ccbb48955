package dev.linkgate.gateway.core.trail.record;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended and its answer to the caller.
 *
 * @param status the HTTP status of the answer
 * @param code the problem, when it did not succeed
 */
public record Outcome(Result result, int status, @Nullable ProblemCode code) {

    /** The outcome of a write whose result is unknown. */
    public static final Outcome UNKNOWN = failed(Result.UNKNOWN, ProblemCode.OUTCOME_UNKNOWN);

    /** The outcome of a write that was begun, and did not reach Atlas or was not carried out there. */
    public static final Outcome NOT_DONE = failed(Result.FAILED, ProblemCode.ATLAS_UNAVAILABLE);

    /** The outcome of a write that was not begun, because its intent was not durable in time. */
    public static final Outcome NOT_BEGUN = failed(Result.FAILED, ProblemCode.AUDIT_UNAVAILABLE);

    public static Outcome succeeded(int status) {
        return new Outcome(Result.SUCCEEDED, status, null);
    }

    /** The outcome of a refused request. */
    public static Outcome refused(Failure failure) {
        return failed(Result.REFUSED, failure.code());
    }

    /** The outcome of work that was not done: refused by the gateway itself, or failed. */
    public static Outcome notDone(Failure failure) {
        boolean ownRefusal = failure.atlas() == null && failure.code().status() < 500;
        return ownRefusal ? refused(failure) : failed(Result.FAILED, failure.code());
    }

    /** The outcome of work that may have been done. */
    public static Outcome unknown(Failure failure) {
        return failed(Result.UNKNOWN, failure.code());
    }

    /**
     * The outcome of work that ended with an exception and was not done, unless the exception says that it is doubtful.
     */
    public static Outcome of(Throwable thrown) {
        if (!(thrown instanceof LinkgateException known)) {
            return failed(Result.FAILED, ProblemCode.INTERNAL_ERROR);
        }
        return known.isDoubtful() ? unknown(known.failure()) : notDone(known.failure());
    }

    private static Outcome failed(Result result, ProblemCode code) {
        return new Outcome(result, code.status(), code);
    }
}
