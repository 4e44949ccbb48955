/** The names of the gateway's metrics, and traces. */
@NullMarked
package dev.linkgate.gateway.observability;

import org.jspecify.annotations.NullMarked;
