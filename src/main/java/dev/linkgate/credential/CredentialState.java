package dev.linkgate.credential;

/** What is known of a stored credential. */
public enum CredentialState {
    /** Not tried since it was stored. */
    UNVERIFIED,
    /** Atlas took it the last time. */
    OK,
    /** Atlas refused it; it is tried again at most every 30 s, or when it is replaced or verified. */
    SUSPECT
}
