/** The events that the gateway tells webhooks. They are stored with the changes that they are about; {@code notify} has how. */
@NullMarked
package dev.linkgate.gateway.platform.outbox;

import org.jspecify.annotations.NullMarked;
