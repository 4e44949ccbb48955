package dev.linkgate.gateway.link;

/** The result of reading the connections of a project's clusters. */
public record ConnectionsObservation(ClusterConnections connections, long nanos) implements Observation {}
