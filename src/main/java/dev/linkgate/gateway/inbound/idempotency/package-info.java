/** Idempotency keys: a repeated request gets the answer of the first one, and is carried out once. */
@NullMarked
package dev.linkgate.gateway.inbound.idempotency;

import org.jspecify.annotations.NullMarked;
