package dev.linkgate.gateway.core.atlas.pacing;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
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

    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** @throws StartRefused if it is less than one, as of the others if a value is out of its range */
    public ResilienceSettings {
        SettingBounds.requireAtLeast("linkgate.atlas.team-connections", teamConnections, 1);
    }

    /**
     * Retries.
     *
     * @param maxTries of one request, the first included
     * @param firstPause the interval of which the first pause is a random part; it doubles with each try
     */
    public record Retries(
            @DefaultValue("4") int maxTries,
            @DefaultValue("200ms") Duration firstPause) {

        public Retries {
            SettingBounds.requireAtLeast("linkgate.atlas.retries.max-tries", maxTries, 1);
            SettingBounds.requireBetween("linkgate.atlas.retries.first-pause", firstPause, Duration.ZERO, LONGEST);
        }
    }

    /**
     * The circuit breakers of a project's private endpoints, clusters and events. A failure is a 5xx, a 408, or no
     * answer; any other answer but 429 shows that Atlas works, and 429 counts as nothing.
     *
     * @param failureRate percent of failures at which it opens, above 0 up to 100
     * @param open how long it stays open before it admits trials
     */
    public record Breaker(
            @DefaultValue("50") float failureRate,
            @DefaultValue("10s") Duration open) {

        public Breaker {
            if (!(failureRate > 0 && failureRate <= 100)) {
                throw new StartRefused(
                        "linkgate.atlas.breaker.failure-rate must be above 0, and at most 100.",
                        "Set it to a percentage, such as 50, or leave it out.");
            }
            SettingBounds.requirePositive("linkgate.atlas.breaker.open", open);
        }
    }

    /**
     * Atlas's token buckets of a project's private endpoints, clusters and events.
     *
     * @param writeReserve the requests of a bucket that are reserved for writes, at most a tenth of it. After a 429
     *     reads wait until as many have flowed back: with Atlas's 2,000 a minute, 30 take a second
     */
    public record Rate(@DefaultValue("30") int writeReserve) {

        public Rate {
            SettingBounds.requireAtLeast("linkgate.atlas.rate.write-reserve", writeReserve, 0);
        }
    }
}
