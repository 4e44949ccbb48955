package dev.linkgate.gateway.feature.operations;

import dev.linkgate.gateway.core.platform.request.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of trying a step. */
public sealed interface StepResult {

    /**
     * The step is done, and the next one follows at once.
     *
     * @param argument the operation's argument from now on; absent if it stays
     */
    record Next(Step step, @Nullable String argument) implements StepResult {

        public Next(Step step) {
            this(step, null);
        }
    }

    /** The step waits for something; it is tried again after this time. */
    record Later(Duration pause) implements StepResult {}

    /** The operation has succeeded. */
    record Done() implements StepResult {}

    /** The operation has failed, and somebody must look at it. */
    record GivenUp(Failure why) implements StepResult {}

    /** The operation has failed, and that is the end of it: nothing was left half done. */
    record NotDone(Failure why) implements StepResult {}
}
