package dev.linkgate.gateway.endpoints.observation;

/** What a read has shown of a link, an endpoint or the connections of clusters. */
public interface Observation {

    /** When Atlas was asked, by the gateway's monotonic clock. */
    long nanos();
}
