/**
 * HTTP Digest access authentication, client side, after RFC 7616: challenges are read, answered ahead of time with a
 * nonce already held, and every count is used once. Uses nothing of the gateway and sends nothing itself.
 */
@NullMarked
package dev.linkgate.gateway.core.platform.digest;

import org.jspecify.annotations.NullMarked;
