package dev.linkgate.sandbox.state;

import java.time.Instant;

/**
 * An event of a project. Like Atlas's events, it names neither a link nor an endpoint.
 *
 * @param at to the second
 */
public record SimulatedEvent(String id, Instant at, SimulatedEventType type, Author author) {}
