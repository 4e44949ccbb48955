package dev.linkgate.gateway.atlas.pacing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the gateway handles failures and limits of Atlas.
 *
 * @param teamConnections the maximum number of one team's concurrent requests at Atlas. Well below {@code
 *     linkgate.atlas.max-connections}, so that no team takes them all; a team beyond it waits for its own requests to
 *     end
 * @param retries when a request is sent again
 * @param breaker when requests to Atlas are paused
 * @param rate how Atlas's own limits are kept
 */
@ConfigurationProperties("linkgate.atlas")
public record ResilienceSettings(
        @DefaultValue("64") int teamConnections,
        @DefaultValue Retries retries,
        @DefaultValue Breaker breaker,
        @DefaultValue Rate rate) {

    public ResilienceSettings {
        if (teamConnections < 1) {
            throw new IllegalArgumentException("linkgate.atlas.team-connections must be at least 1");
        }
    }

    /**
     * Retries.
     *
     * @param maxTries of one request, the first included
     * @param firstPause the interval of which the first pause is a random part; it doubles with each try
     * @param maxPause the maximum of that interval
     * @param share of all requests that may be sent again, from 0 to 1: an outage adds at most this share to Atlas's
     *     load
     * @param floor the number of requests that may always be sent again, so that a quiet gateway can retry
     * @param floorInterval after which one retry of the floor is restored
     */
    public record Retries(
            @DefaultValue("4") int maxTries,
            @DefaultValue("200ms") Duration firstPause,
            @DefaultValue("5s") Duration maxPause,
            @DefaultValue("0.1") double share,
            @DefaultValue("10") int floor,
            @DefaultValue("1s") Duration floorInterval) {

        public Retries {
            if (maxTries < 1 || !(share >= 0 && share <= 1) || floor < 0 || !floorInterval.isPositive()) {
                throw new IllegalArgumentException("linkgate.atlas.retries is out of range");
            }
        }
    }

    /**
     * The circuit breaker before Atlas's host. A failure is a 5xx, a 408, or no answer; any other answer but 429 shows
     * that Atlas works, and 429 counts as nothing.
     *
     * @param window how many of the last requests are considered
     * @param minimum the number of requests before it may open
     * @param failureRate percent of failures at which it opens, above 0 up to 100
     * @param open how long it stays open before it admits {@code trials}
     * @param trials requests that decide whether it closes
     */
    public record Breaker(
            @DefaultValue("100") int window,
            @DefaultValue("20") int minimum,
            @DefaultValue("50") float failureRate,
            @DefaultValue("10s") Duration open,
            @DefaultValue("5") int trials) {}

    /**
     * Atlas's token buckets, one a project.
     *
     * @param writeReserve the requests of a bucket that are reserved for writes, at most a tenth of it. After a 429
     *     reads wait until as many have flowed back: with Atlas's 2,000 a minute, 30 take a second
     * @param comfort the part of a bucket above which requests are not counted at all, from 0.1 to 1
     */
    public record Rate(
            @DefaultValue("30") int writeReserve,
            @DefaultValue("0.25") double comfort) {

        public Rate {
            if (writeReserve < 0 || !(comfort >= 0.1 && comfort <= 1)) {
                throw new IllegalArgumentException("linkgate.atlas.rate is out of range");
            }
        }
    }
}
