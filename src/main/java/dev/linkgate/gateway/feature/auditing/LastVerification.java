package dev.linkgate.gateway.feature.auditing;

import java.time.Instant;

/**
 * How the last check of the whole trail ended.
 *
 * @param at when it ended
 * @param records the number of records that were checked
 */
record LastVerification(Instant at, boolean valid, long records) {}
