package dev.linkgate.sandbox.state;

/** Atlas's roles in a project that matter to private endpoints. Each of them may read. */
public enum ProjectRole {
    GROUP_OWNER,
    GROUP_READ_ONLY,
    /** Atlas's pages disagree on whether it may change private endpoints. */
    GROUP_NETWORK_ACCESS_MANAGER
}
