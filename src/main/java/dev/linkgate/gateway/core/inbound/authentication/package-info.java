/** Identifies the caller of a request, by key, Digest, JWT or client certificate, and checks its right to the route. */
@NullMarked
package dev.linkgate.gateway.core.inbound.authentication;

import org.jspecify.annotations.NullMarked;
