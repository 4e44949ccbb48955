package dev.linkgate.operation;

import dev.linkgate.kernel.Failure;
import java.time.Duration;

/** What came of a try at a step. */
public sealed interface StepResult {

    /** The step is done, and another one comes at once. */
    record Next(String step) implements StepResult {}

    /** The step waits for something; it is tried again after this time. */
    record Later(Duration pause) implements StepResult {}

    /** All is done. */
    record Done() implements StepResult {}

    /** It cannot be done. */
    record GivenUp(Failure why) implements StepResult {}
}
