package dev.linkgate.gateway.platform.replica;

/**
 * The number of replicas that share the database has changed.
 *
 * @param living 1 or more; this one included
 */
public record ReplicasCounted(int living) {}
