package dev.linkgate.gateway.feature.tasks;

/** Small upkeep that one replica does once a minute, among others. */
public interface EveryMinute {

    /** Does it. An exception is logged, and stops no other upkeep. */
    void everyMinute();
}
