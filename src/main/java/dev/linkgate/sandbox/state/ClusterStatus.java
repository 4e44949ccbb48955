package dev.linkgate.sandbox.state;

/** Atlas's {@code stateName} of a cluster. */
public enum ClusterStatus {
    CREATING,
    /** Also while Atlas sets up the connection strings of a new endpoint. */
    UPDATING,
    IDLE
}
