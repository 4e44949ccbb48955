package dev.linkgate.gateway.drift.reconcile;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit trail is compared with Atlas.
 *
 * @param reconcileInterval from one look at a project's events to the next; 0 for none
 * @param reconcileGrace how long after a write's end Atlas may take to show what it has done
 */
@ConfigurationProperties("linkgate.audit")
record ReconcileSettings(
        @DefaultValue("5m") Duration reconcileInterval,
        @DefaultValue("15m") Duration reconcileGrace) {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LEAST_OVERLAP = Duration.ofMinutes(10);

    ReconcileSettings {
        boolean off = reconcileInterval.isZero();
        if (!off
                && (reconcileInterval.compareTo(Duration.ofSeconds(1)) < 0
                        || reconcileInterval.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("linkgate.audit.reconcile-interval must be 0, or from 1s to 1d");
        }
        if (!reconcileGrace.isPositive() || reconcileGrace.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("linkgate.audit.reconcile-grace must be positive, and at most 1d");
        }
    }

    /** How far each look goes back behind the end of the last one, for events that come late. */
    Duration overlap() {
        Duration longer = reconcileInterval.compareTo(reconcileGrace) > 0 ? reconcileInterval : reconcileGrace;
        Duration twice = longer.multipliedBy(2);
        return twice.compareTo(LEAST_OVERLAP) > 0 ? twice : LEAST_OVERLAP;
    }
}
