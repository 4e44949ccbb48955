/** Counts what a request makes the gateway keep: its body, its answer, its connection. */
@NullMarked
package dev.linkgate.gateway.core.inbound.kept;

import org.jspecify.annotations.NullMarked;
