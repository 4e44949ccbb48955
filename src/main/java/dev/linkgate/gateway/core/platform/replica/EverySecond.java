package dev.linkgate.gateway.core.platform.replica;

/** What each replica does for itself once a second, among others. It is quick, and asks no database. */
public interface EverySecond {

    /** Does it. An exception is logged, and stops nothing else. */
    void everySecond();
}
