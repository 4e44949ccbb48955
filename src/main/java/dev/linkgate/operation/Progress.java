package dev.linkgate.operation;

import dev.linkgate.kernel.Failure;
import java.time.Duration;

/** What came of a try at a step. */
public sealed interface Progress {

    /** The step is done, and another one comes at once. */
    record Next(String step) implements Progress {}

    /** The step waits for something; it is tried again after this time. */
    record Later(Duration pause) implements Progress {}

    /** All is done. */
    record Done() implements Progress {}

    /** It cannot be done. */
    record GivenUp(Failure why) implements Progress {}
}
