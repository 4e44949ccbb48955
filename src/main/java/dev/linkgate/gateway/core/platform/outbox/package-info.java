/** The events that the gateway tells webhooks, and the port through which a change stores what it tells. */
@NullMarked
package dev.linkgate.gateway.core.platform.outbox;

import org.jspecify.annotations.NullMarked;
