package dev.linkgate.sandbox.state;

/**
 * The types of events that the simulated Atlas tells: those of private endpoints as Atlas names them, and a few others.
 */
public enum SimulatedEventType {
    ENDPOINT_SERVICE_CREATED,
    ENDPOINT_SERVICE_DELETED,
    INTERFACE_ENDPOINT_CREATED,
    INTERFACE_ENDPOINT_DELETED,
    INTERFACE_ENDPOINT_PATCHED,
    INTERFACE_ENDPOINT_RETRIED,
    CROSS_REGION_SUPPORTED_REGION_MODIFIED,
    REGIONALIZED_PRIVATE_ENDPOINT_MODE_ENABLED,
    REGIONALIZED_PRIVATE_ENDPOINT_MODE_DISABLED,
    PROXY_PROTOCOL_FOR_PRIVATE_LINK_MODE_UPDATED,
    /** The types from here on are not about private endpoints. */
    GROUP_CREATED,
    CLUSTER_CREATED,
    CLUSTER_UPDATE_STARTED,
    CLUSTER_UPDATE_COMPLETED,
    MONGODB_USER_ADDED
}
