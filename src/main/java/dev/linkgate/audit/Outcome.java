package dev.linkgate.audit;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended and what its caller is told.
 *
 * @param status the HTTP status of the answer
 * @param code the problem, when it did not succeed
 */
record Outcome(Result result, int status, @Nullable ProblemCode code) {

    static Outcome succeeded(int status) {
        return new Outcome(Result.SUCCEEDED, status, null);
    }

    static Outcome refused(Failure failure) {
        return new Outcome(Result.REFUSED, failure.code().status(), failure.code());
    }

    static Outcome ofRead(Throwable thrown) {
        if (!(thrown instanceof LinkgateException known)) {
            return new Outcome(Result.FAILED, ProblemCode.INTERNAL_ERROR.status(), ProblemCode.INTERNAL_ERROR);
        }
        Failure failure = known.failure();
        boolean ownRefusal = failure.atlas() == null && failure.code().status() < 500;
        return ownRefusal
                ? refused(failure)
                : new Outcome(Result.FAILED, failure.code().status(), failure.code());
    }

    /**
     * As of a read, but a write that may have been done is not called failed. It is {@code outcome-unknown};
     * {@code atlas-timeout} is of a read that the write needed first, so nothing was sent.
     */
    static Outcome ofWrite(Throwable thrown) {
        Outcome outcome = ofRead(thrown);
        return outcome.code == ProblemCode.OUTCOME_UNKNOWN
                ? new Outcome(Result.UNKNOWN, outcome.status, outcome.code)
                : outcome;
    }
}
