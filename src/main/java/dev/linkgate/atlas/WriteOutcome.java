package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import org.jspecify.annotations.Nullable;

/** What became of a write, as far as its own answer tells. */
sealed interface WriteOutcome {

    /** Atlas took it. */
    record Done(AtlasResponse response) implements WriteOutcome {}

    /** Atlas did not take it, and says why. */
    record Refused(AtlasResponse response) implements WriteOutcome {}

    /**
     * Atlas may have taken it.
     *
     * @param answer the failure that Atlas answered with; absent when no answer came
     */
    record Unclear(@Nullable AtlasAnswer answer) implements WriteOutcome {

        /**
         * The resource does not show the write. After an answer that settles it: Atlas was done with the request.
         * Without one the request may still be on its way.
         */
        Failure notApplied() {
            return answer == null
                    ? unknown()
                    : RefusalTable.unavailable(
                                    "Atlas failed with status " + answer.status() + " and did not do the write.")
                            .answeredBy(answer);
        }

        Failure unknown() {
            Failure unknown = Failure.of(
                    ProblemCode.OUTCOME_UNKNOWN,
                    "The write was sent to Atlas, but what became of it could not be learnt. Read the endpoint before"
                            + " you try again.");
            return answer == null ? unknown : unknown.answeredBy(answer);
        }
    }
}
