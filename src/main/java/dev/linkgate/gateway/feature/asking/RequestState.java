package dev.linkgate.gateway.feature.asking;

/** The state of an access request. Only a pending one can be answered or withdrawn, and only an approval be revoked. */
public enum RequestState {
    PENDING,
    APPROVED,
    DENIED,
    WITHDRAWN,
    REVOKED,
    EXPIRED,
    USED
}
