package dev.linkgate.gateway.core.atlas.credential;

/** The state of a stored credential. */
public enum CredentialState {
    /** It was not tried since it was stored. */
    UNVERIFIED,
    /** Atlas accepted it the last time. */
    OK,
    /** Atlas rejected it; it is tried again at most every 30 s, or when it is replaced or verified. */
    SUSPECT
}
