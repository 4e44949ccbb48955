package dev.linkgate.gateway.endpoints.observation;

/** A read of a link or an endpoint that a caller waits for. */
public interface Observation {

    /** When Atlas was asked, by the gateway's monotonic clock. */
    long nanos();
}
