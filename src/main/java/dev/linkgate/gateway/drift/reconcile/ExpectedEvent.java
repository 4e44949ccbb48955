package dev.linkgate.gateway.drift.reconcile;

import static dev.linkgate.gateway.drift.reconcile.EventKind.CROSS_REGION_SUPPORTED_REGION_MODIFIED;
import static dev.linkgate.gateway.drift.reconcile.EventKind.ENDPOINT_SERVICE_CREATED;
import static dev.linkgate.gateway.drift.reconcile.EventKind.ENDPOINT_SERVICE_DELETED;
import static dev.linkgate.gateway.drift.reconcile.EventKind.INTERFACE_ENDPOINT_CREATED;
import static dev.linkgate.gateway.drift.reconcile.EventKind.INTERFACE_ENDPOINT_DELETED;
import static dev.linkgate.gateway.drift.reconcile.EventKind.INTERFACE_ENDPOINT_PATCHED;
import static dev.linkgate.gateway.drift.reconcile.EventKind.INTERFACE_ENDPOINT_RETRIED;
import static dev.linkgate.gateway.drift.reconcile.EventKind.REGIONALIZED_PRIVATE_ENDPOINT_MODE_DISABLED;
import static dev.linkgate.gateway.drift.reconcile.EventKind.REGIONALIZED_PRIVATE_ENDPOINT_MODE_ENABLED;

import dev.linkgate.gateway.trail.audit.Action;
import java.util.List;
import java.util.Set;

/**
 * One event that a write leaves or may leave at Atlas.
 *
 * @param kinds the kinds, of which it is one
 * @param certain whether the write leaves it if Atlas has carried it out
 */
record ExpectedEvent(Set<EventKind> kinds, boolean certain) {

    /**
     * The events of a write. The certain one comes first.
     *
     * <p>The removal of a link's last endpoint may remove the link, too, and the removal of a link the failed endpoints on
     * it. A change of a link's regions or of the regional mode may change nothing, and its record does not tell, so none of
     * its events is certain.
     */
    static List<ExpectedEvent> of(Action action) {
        return switch (action) {
            case ENDPOINT_ADD, ENDPOINT_ENSURE ->
                List.of(
                        certain(INTERFACE_ENDPOINT_CREATED),
                        possible(INTERFACE_ENDPOINT_PATCHED),
                        possible(INTERFACE_ENDPOINT_RETRIED));
            case ENDPOINT_REMOVE -> List.of(certain(INTERFACE_ENDPOINT_DELETED), possible(ENDPOINT_SERVICE_DELETED));
            case LINK_CREATE ->
                List.of(certain(ENDPOINT_SERVICE_CREATED), possible(CROSS_REGION_SUPPORTED_REGION_MODIFIED));
            case LINK_UPDATE ->
                List.of(possible(CROSS_REGION_SUPPORTED_REGION_MODIFIED), possible(INTERFACE_ENDPOINT_PATCHED));
            case LINK_REMOVE -> List.of(certain(ENDPOINT_SERVICE_DELETED), possible(INTERFACE_ENDPOINT_DELETED));
            case REGIONAL_MODE_SET ->
                List.of(possible(
                        REGIONALIZED_PRIVATE_ENDPOINT_MODE_ENABLED, REGIONALIZED_PRIVATE_ENDPOINT_MODE_DISABLED));
            default -> List.of();
        };
    }

    /** Whether it says that something was removed. */
    boolean isRemoval() {
        return EventKind.REMOVALS.containsAll(kinds);
    }

    private static ExpectedEvent certain(EventKind kind) {
        return new ExpectedEvent(Set.of(kind), true);
    }

    private static ExpectedEvent possible(EventKind... kinds) {
        return new ExpectedEvent(Set.of(kinds), false);
    }
}
