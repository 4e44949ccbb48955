package dev.linkgate.link;

/** What was read of something that somebody waits for. */
public interface Observation {

    /** When Atlas was asked, by the gateway's monotonic clock. */
    long nanos();
}
