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
public record Outcome(Result result, int status, @Nullable ProblemCode code) {

    public static Outcome succeeded(int status) {
        return new Outcome(Result.SUCCEEDED, status, null);
    }

    /** Of what was turned away. */
    static Outcome refused(Failure failure) {
        return new Outcome(Result.REFUSED, failure.code().status(), failure.code());
    }

    /** Of what was not done: refused by the gateway itself, or failed. */
    public static Outcome notDone(Failure failure) {
        boolean ownRefusal = failure.atlas() == null && failure.code().status() < 500;
        return ownRefusal ? refused(failure) : failed(failure.code());
    }

    /** Of what may have been done. */
    public static Outcome unknown(Failure failure) {
        return new Outcome(Result.UNKNOWN, failure.code().status(), failure.code());
    }

    /** Of what ended with an exception, and was not done. */
    public static Outcome of(Throwable thrown) {
        return thrown instanceof LinkgateException known
                ? notDone(known.failure())
                : failed(ProblemCode.INTERNAL_ERROR);
    }

    private static Outcome failed(ProblemCode code) {
        return new Outcome(Result.FAILED, code.status(), code);
    }
}
