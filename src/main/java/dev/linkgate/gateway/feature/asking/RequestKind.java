package dev.linkgate.gateway.feature.asking;

/** What an access request is for. */
public enum RequestKind {
    /** A role on a project. */
    ROLE,
    /** The addition of an endpoint whose origin the project's rules do not allow. */
    ENDPOINT
}
