/** Idempotency keys: a request that is sent again gets the answer of the first, and is carried out once. */
@NullMarked
package dev.linkgate.idempotency;

import org.jspecify.annotations.NullMarked;
