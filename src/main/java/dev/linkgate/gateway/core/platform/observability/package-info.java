/** The names of the gateway's metrics, and the lines of the log. */
@NullMarked
package dev.linkgate.gateway.core.platform.observability;

import org.jspecify.annotations.NullMarked;
