package dev.linkgate.atlas;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway bears with an Atlas that fails or limits it.
 *
 * @param teamConnections requests of one team at Atlas at the same time, at most. Well below {@code linkgate.atlas.max-connections},
 *     so that no team takes them all; a team beyond it waits for its own requests to end
 * @param retries when a request is sent again
 * @param breaker when Atlas is left alone for a while
 * @param rate how Atlas's own limits are kept
 */
@ConfigurationProperties("linkgate.atlas")
record ResilienceSettings(
        @DefaultValue("64") int teamConnections,
        @DefaultValue Retries retries,
        @DefaultValue Breaker breaker,
        @DefaultValue Rate rate) {

    ResilienceSettings {
        if (teamConnections < 1) {
            throw new IllegalArgumentException("linkgate.atlas.team-connections must be at least 1");
        }
    }

    /**
     * Sending again.
     *
     * @param maxTries of one request, the first included
     * @param firstPause the interval of which the first pause is a random part; it doubles with each try
     * @param maxPause where it stops doubling
     * @param share of all requests that may be sent again, from 0 to 1: an outage costs Atlas no more than this on top
     * @param floor requests that may be sent again whatever the share says, so that a quiet gateway can
     * @param floorInterval after which one of the floor comes back
     */
    record Retries(
            @DefaultValue("4") int maxTries,
            @DefaultValue("200ms") Duration firstPause,
            @DefaultValue("5s") Duration maxPause,
            @DefaultValue("0.1") double share,
            @DefaultValue("10") int floor,
            @DefaultValue("1s") Duration floorInterval) {

        Retries {
            if (maxTries < 1 || !(share >= 0 && share <= 1) || floor < 0 || !floorInterval.isPositive()) {
                throw new IllegalArgumentException("linkgate.atlas.retries is out of range");
            }
        }
    }

    /**
     * The circuit breaker before Atlas's host. A failure is a 5xx, a 408, or no answer; any other answer but 429 shows
     * that Atlas works, and 429 counts as nothing.
     *
     * @param window how many of the last requests are looked at
     * @param minimum requests before it may open
     * @param failureRate percent of failures at which it opens, above 0 up to 100
     * @param open how long it stays open before it lets {@code trials} through
     * @param trials requests that decide whether it closes
     */
    record Breaker(
            @DefaultValue("100") int window,
            @DefaultValue("20") int minimum,
            @DefaultValue("50") float failureRate,
            @DefaultValue("10s") Duration open,
            @DefaultValue("5") int trials) {}

    /**
     * Atlas's token buckets, one a project.
     *
     * @param writeReserve requests of a bucket that are left to writes, but not more than a tenth of it. After a 429
     *     reads wait until so many have flowed back: with Atlas's 2,000 a minute, 30 take a second
     * @param comfort the part of a bucket above which requests are not counted at all, from 0.1 to 1
     */
    record Rate(
            @DefaultValue("30") int writeReserve,
            @DefaultValue("0.25") double comfort) {

        Rate {
            if (writeReserve < 0 || !(comfort >= 0.1 && comfort <= 1)) {
                throw new IllegalArgumentException("linkgate.atlas.rate is out of range");
            }
        }
    }
}
