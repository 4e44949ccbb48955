package dev.linkgate.gateway.feature.asking;

/** The state of a request for access. Only a pending one can be answered. */
enum RequestState {
    PENDING,
    GRANTED,
    DENIED
}
