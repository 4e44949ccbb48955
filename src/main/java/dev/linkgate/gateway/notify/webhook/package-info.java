/** Webhooks: who is told of events, and the deliveries to them. */
@NullMarked
package dev.linkgate.gateway.notify.webhook;

import org.jspecify.annotations.NullMarked;
