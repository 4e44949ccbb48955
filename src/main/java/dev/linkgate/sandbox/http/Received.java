package dev.linkgate.sandbox.http;

import dev.linkgate.protocol.Inbound;

/**
 * A request with what else was received. Absent headers are empty texts.
 *
 * @param request what it asks for
 */
public record Received(Inbound request, String authorization, String traceparent) {

    /** Never shows the request's credentials. */
    @Override
    public String toString() {
        return request.toString();
    }
}
