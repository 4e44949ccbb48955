/** The events that the gateway tells webhooks, stored with the changes that they are about. */
@NullMarked
package dev.linkgate.gateway.outbox;

import org.jspecify.annotations.NullMarked;
