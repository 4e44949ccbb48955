package dev.linkgate.harness.webhook;

import java.time.Duration;
import java.util.List;

/**
 * What a run has shown.
 *
 * @param events different ones that arrived
 * @param again arrivals of events that had arrived before
 * @param refused tries that the receiver let fail
 * @param endpoints that were added and removed
 * @param violations what was lost, or came in another order; empty if nothing was
 */
record Findings(
        Plan plan,
        int events,
        long again,
        long refused,
        int endpoints,
        int kills,
        Duration time,
        List<String> violations) {}
