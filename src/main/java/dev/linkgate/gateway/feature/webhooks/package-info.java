/** Webhooks: who is told of events, and the deliveries to them. */
@NullMarked
package dev.linkgate.gateway.feature.webhooks;

import org.jspecify.annotations.NullMarked;
