/** The events that the gateway tells webhooks, stored with the changes that they are about. */
@NullMarked
package dev.linkgate.gateway.platform.outbox;

import org.jspecify.annotations.NullMarked;
