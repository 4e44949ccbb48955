package dev.linkgate.audit;

import dev.linkgate.kernel.Failure;

/** What the audit records of a failure, for tests of those who tell it. */
public final class Outcomes {

    private Outcomes() {}

    public static String result(Failure failure, boolean unknown) {
        return (unknown ? Outcome.unknown(failure) : Outcome.notDone(failure))
                .result()
                .name();
    }
}
