package dev.linkgate.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The simulated Atlas's clock: it stands until a test moves it, so nonces grow old and endpoints settle on demand. */
final class AtlasClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-24T13:24:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }
}
