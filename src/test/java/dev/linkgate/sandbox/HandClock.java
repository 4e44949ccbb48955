package dev.linkgate.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until it is moved. */
final class HandClock implements InstantSource {

    private Instant now = Instant.parse("2026-11-24T13:24:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
