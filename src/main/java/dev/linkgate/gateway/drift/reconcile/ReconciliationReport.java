package dev.linkgate.gateway.drift.reconcile;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the trail and Atlas's events agree. A project that Atlas does not know counts only when it is asked for.
 *
 * @param checkedFrom since when all events were looked at; of several projects the latest
 * @param checkedUntil up to when; of several projects the earliest
 * @param state how the last check ended; of several projects the worst
 * @param detail why it did not succeed, or which projects Atlas does not know
 * @param matched the number of events since then that can be the gateway's own
 * @param total the number of findings in the selection
 * @param open the number of those that are not acknowledged
 * @param findings the newest of them first
 */
record ReconciliationReport(
        @Nullable Instant checkedFrom,
        @Nullable Instant checkedUntil,
        @Schema(implementation = CheckState.class) CheckState state,
        @Nullable String detail,
        long matched,
        long total,
        long open,
        List<Finding> findings) {

    /** The findings of one report. */
    static final int MOST = 500;
}
