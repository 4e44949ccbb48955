/**
 * What all rooms stand on. Each part is for whoever needs it: the request on its way and its limits, HTTP values, the
 * database, replicas, durable operations, the outbox, encryption, settings, metrics.
 *
 * <p>It uses no other room, so nothing here knows links, records or callers' rights.
 */
@NullMarked
package dev.linkgate.gateway.core.platform;

import org.jspecify.annotations.NullMarked;
