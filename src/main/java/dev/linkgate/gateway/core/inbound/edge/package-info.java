/** The way into the gateway: all filters in their order, problems, security headers, the request's log and trace. */
@NullMarked
package dev.linkgate.gateway.core.inbound.edge;

import org.jspecify.annotations.NullMarked;
