package dev.linkgate.sandbox;

import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.authentication.SandboxAccess;
import dev.linkgate.sandbox.state.RateLimit;
import dev.linkgate.sandbox.state.Timing;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a simulated Atlas behaves.
 *
 * @param port on the loopback address; 0 takes any that is free
 * @param access the callers it admits
 * @param timing how long links and endpoints take
 * @param rateLimit the limit in its headers, and whether it is enforced
 * @param answerDelay waited before each answer, challenges included
 * @param remembered the number of last requests and writes kept; 0 for none, as under load
 * @param clock the clock for all times
 */
public record SandboxSettings(
        int port,
        SandboxAccess access,
        Timing timing,
        RateLimit rateLimit,
        Duration answerDelay,
        int remembered,
        InstantSource clock) {

    private static final int REMEMBERED = 10_000;

    /** Any port, strict authentication without keys, watchable timing, no delay. */
    public static SandboxSettings defaults() {
        return new SandboxSettings(
                0,
                SandboxAccess.strict(),
                Timing.WATCHABLE,
                RateLimit.SHOWN,
                Duration.ZERO,
                REMEMBERED,
                InstantSource.system());
    }

    public SandboxSettings withPort(int port) {
        return new SandboxSettings(port, access, timing, rateLimit, answerDelay, remembered, clock);
    }

    public SandboxSettings withAccess(SandboxAccess access) {
        return new SandboxSettings(port, access, timing, rateLimit, answerDelay, remembered, clock);
    }

    /** Adds an accepted API key. */
    public SandboxSettings withKey(String publicKey, Secret privateKey) {
        return withAccess(access.withKey(publicKey, privateKey));
    }

    public SandboxSettings withTiming(Timing timing) {
        return new SandboxSettings(port, access, timing, rateLimit, answerDelay, remembered, clock);
    }

    public SandboxSettings withRateLimit(RateLimit rateLimit) {
        return new SandboxSettings(port, access, timing, rateLimit, answerDelay, remembered, clock);
    }

    public SandboxSettings withAnswerDelay(Duration delay) {
        return new SandboxSettings(port, access, timing, rateLimit, delay, remembered, clock);
    }

    public SandboxSettings withRemembered(int remembered) {
        return new SandboxSettings(port, access, timing, rateLimit, answerDelay, remembered, clock);
    }

    public SandboxSettings withClock(InstantSource clock) {
        return new SandboxSettings(port, access, timing, rateLimit, answerDelay, remembered, clock);
    }
}
