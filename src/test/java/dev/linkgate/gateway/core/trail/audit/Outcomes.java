package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.trail.record.Outcome;

/** The audited result of a failure, for tests of other packages. */
public final class Outcomes {

    private Outcomes() {}

    public static String result(Failure failure, boolean unknown) {
        return (unknown ? Outcome.unknown(failure) : Outcome.notDone(failure))
                .result()
                .name();
    }
}
