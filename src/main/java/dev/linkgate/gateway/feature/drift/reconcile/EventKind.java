package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.atlas.AtlasEvent;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The events of private endpoints, as Atlas names their types. The events of Data Federation are not among them. Atlas
 * has no event for an endpoint that becomes available, rejected or failed.
 */
enum EventKind {
    ENDPOINT_SERVICE_CREATED,
    ENDPOINT_SERVICE_DELETED,
    INTERFACE_ENDPOINT_CREATED,
    INTERFACE_ENDPOINT_DELETED,
    INTERFACE_ENDPOINT_PATCHED,
    INTERFACE_ENDPOINT_RETRIED,
    CROSS_REGION_SUPPORTED_REGION_MODIFIED,
    REGIONALIZED_PRIVATE_ENDPOINT_MODE_ENABLED,
    REGIONALIZED_PRIVATE_ENDPOINT_MODE_DISABLED,
    /** The gateway has no such write, so none of these is its own. */
    PROXY_PROTOCOL_FOR_PRIVATE_LINK_MODE_UPDATED;

    /** Atlas's names of all. */
    static final Set<String> NAMES = Stream.of(values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    boolean isOf(AtlasEvent event) {
        return event.eventTypeName().equals(name());
    }
}
