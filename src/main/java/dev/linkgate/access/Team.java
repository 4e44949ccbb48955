package dev.linkgate.access;

import java.time.Instant;

/**
 * A team: whoever shares API keys and grants.
 *
 * @param name {@code [a-z0-9][a-z0-9-]{0,62}}
 */
public record Team(String name, String description, Instant createdAt) {}
