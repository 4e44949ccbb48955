package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the audit trail is compared with Atlas.
 *
 * @param reconcileInterval from one look at a project's events to the next; 0 for none
 */
@ConfigurationProperties("linkgate.audit")
record ReconcileSettings(@DefaultValue("5m") Duration reconcileInterval) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LEAST_OVERLAP = Duration.ofMinutes(30);

    /** @throws StartRefused if it is neither zero nor from a second to a day */
    ReconcileSettings {
        if (!reconcileInterval.isZero()) {
            SettingBounds.requireBetween("linkgate.audit.reconcile-interval", reconcileInterval, SHORTEST, LONGEST);
        }
    }

    /** How far each look goes back behind the end of the last one, for events that come late. */
    Duration overlap() {
        Duration twice = reconcileInterval.multipliedBy(2);
        return twice.compareTo(LEAST_OVERLAP) > 0 ? twice : LEAST_OVERLAP;
    }
}
