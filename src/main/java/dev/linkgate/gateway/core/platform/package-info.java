/**
 * What all rooms use: the request on its way, HTTP values, the database, replicas, the outbox, encryption, metrics, and
 * the words that records and answers use.
 *
 * <p>It uses no other room, so nothing here knows links, records or callers' rights.
 */
@NullMarked
package dev.linkgate.gateway.core.platform;

import org.jspecify.annotations.NullMarked;
