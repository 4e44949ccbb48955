package dev.linkgate.gateway.core.endpoints.link;

/**
 * Whether a project may have links in several regions, each for the nodes in its own region. It changes the connection
 * strings of sharded clusters in several regions.
 */
public record RegionalMode(boolean enabled) {}
