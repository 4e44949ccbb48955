package dev.linkgate.sandbox.log;

import java.time.Instant;

/**
 * A write that was carried out, whatever its caller was told.
 *
 * @param number counts the writes, from 1
 * @param at when it was carried out
 * @param uri the request target as received
 * @param endpoint the id of the endpoint it was about, empty if it was about something else
 * @param traceparent the W3C trace context it came with, empty if it came with none
 */
public record AppliedWrite(long number, Instant at, String method, String uri, String endpoint, String traceparent) {}
