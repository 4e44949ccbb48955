/** The names of the gateway's metrics, and traces. */
@NullMarked
package dev.linkgate.gateway.platform.observability;

import org.jspecify.annotations.NullMarked;
