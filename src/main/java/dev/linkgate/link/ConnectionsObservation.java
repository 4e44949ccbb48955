package dev.linkgate.link;

import java.util.List;

/** The result of reading the connections of a project's clusters. */
public record ConnectionsObservation(List<ClusterConnection> connections, long nanos) implements Observation {}
