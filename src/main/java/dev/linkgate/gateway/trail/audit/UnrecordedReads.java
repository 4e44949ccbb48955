package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which reads are answered without a record, and reports that there are some. */
final class UnrecordedReads {

    private static final Logger log = LoggerFactory.getLogger(UnrecordedReads.class);
    private static final String TRAIL = "audit.";

    private final ReadPolicy policy;
    private final AuditMetrics metrics;
    private final AtomicBoolean under = new AtomicBoolean();

    UnrecordedReads(ReadPolicy policy, AuditMetrics metrics) {
        this.policy = policy;
        this.metrics = metrics;
    }

    /** Whether reads of this kind need no record if none can be stored. */
    boolean mayHappen(Action action) {
        return switch (policy) {
            case REQUIRE -> false;
            case BEST_EFFORT -> !action.word().startsWith(TRAIL) && action != Action.TOKEN_CREATE;
        };
    }

    /**
     * Whether a read is answered although its record could not be stored. A caller that has used up its own share of the
     * queue is refused, because otherwise it could leave the record by asking fast enough.
     */
    boolean accept(Action action, Failure failure) {
        if (!mayHappen(action) || failure.code() != ProblemCode.AUDIT_UNAVAILABLE) {
            return false;
        }
        metrics.unrecorded();
        if (under.compareAndSet(false, true)) {
            log.error("Reads are answered without an audit record, because none can be stored, and"
                    + " linkgate.audit.reads is best-effort");
        }
        return true;
    }

    /** A team's read was recorded. */
    void recorded() {
        if (under.get() && under.compareAndSet(true, false)) {
            log.info("Reads are recorded again");
        }
    }
}
