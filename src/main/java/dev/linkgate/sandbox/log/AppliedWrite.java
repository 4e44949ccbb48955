package dev.linkgate.sandbox.log;

import java.time.Instant;

/**
 * A write that was carried out, even if its answer said otherwise.
 *
 * @param number counts the writes, from 1
 * @param at when it was carried out
 * @param uri the request target as received
 * @param endpoint the id of the endpoint it was about, empty if it was not about an endpoint
 * @param traceparent the request's W3C trace context, empty if it has none
 * @param contentType of the body, empty if there is none
 * @param body as received, empty if there is none
 */
public record AppliedWrite(
        long number,
        Instant at,
        String method,
        String uri,
        String endpoint,
        String traceparent,
        String contentType,
        String body) {}
