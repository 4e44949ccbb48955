package dev.linkgate.sandbox.state;

import java.time.Duration;

/**
 * Atlas's token bucket for one project, which all operations on its private endpoints share. Its events have their own.
 *
 * @param capacity requests that a full bucket holds
 * @param refill requests that are refilled each {@code per}
 * @param enforced whether an empty bucket refuses; if not, the headers always show a full one
 */
public record RateLimit(int capacity, int refill, Duration per, boolean enforced) {

    /** Atlas's published numbers of April 2026, shown in the headers but not enforced. */
    public static final RateLimit SHOWN = new RateLimit(4_000, 2_000, Duration.ofSeconds(60), false);

    /** Atlas's published numbers, enforced with 429. */
    public static final RateLimit ENFORCED = new RateLimit(4_000, 2_000, Duration.ofSeconds(60), true);

    /** The limit of a project's events, enforced if this one is. */
    public RateLimit ofEvents() {
        return new RateLimit(300, 100, Duration.ofSeconds(60), enforced);
    }
}
