package dev.linkgate.gateway.endpoints.observation;

import dev.linkgate.gateway.endpoints.link.ClusterConnections;

/** The result of reading the connections of a project's clusters. */
public record ConnectionsObservation(ClusterConnections connections, long nanos) implements Observation {}
