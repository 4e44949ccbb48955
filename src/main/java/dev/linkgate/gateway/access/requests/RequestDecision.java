package dev.linkgate.gateway.access.requests;

/** The answer to a request for access. */
enum RequestDecision {
    GRANTED,
    DENIED;

    RequestState state() {
        return switch (this) {
            case GRANTED -> RequestState.GRANTED;
            case DENIED -> RequestState.DENIED;
        };
    }
}
