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

    /** Of a write that nobody can say anything of. */
    static final Outcome UNKNOWN = failed(Result.UNKNOWN, ProblemCode.OUTCOME_UNKNOWN);

    /** Of a write that was begun and did not reach Atlas, or was not carried out there. */
    static final Outcome NOT_DONE = failed(Result.FAILED, ProblemCode.ATLAS_UNAVAILABLE);

    static Outcome succeeded(int status) {
        return new Outcome(Result.SUCCEEDED, status, null);
    }

    static Outcome refused(Failure failure) {
        return failed(Result.REFUSED, failure.code());
    }

    static Outcome ofRead(Throwable thrown) {
        if (!(thrown instanceof LinkgateException known)) {
            return failed(Result.FAILED, ProblemCode.INTERNAL_ERROR);
        }
        Failure failure = known.failure();
        boolean ownRefusal = failure.atlas() == null && failure.code().status() < 500;
        return failed(ownRefusal ? Result.REFUSED : Result.FAILED, failure.code());
    }

    /**
     * As of a read, but a write that may have been done is not called failed. It is {@code outcome-unknown};
     * {@code atlas-timeout} is of a read that the write needed first, so nothing was sent.
     */
    static Outcome ofWrite(Throwable thrown) {
        Outcome outcome = ofRead(thrown);
        return outcome.code == ProblemCode.OUTCOME_UNKNOWN ? UNKNOWN : outcome;
    }

    private static Outcome failed(Result result, ProblemCode code) {
        return new Outcome(result, code.status(), code);
    }
}
