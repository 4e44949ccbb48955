/** Turns the records of writes into events, and follows what was written at Atlas until it has settled. */
@NullMarked
package dev.linkgate.gateway.feature.webhooks.following;

import org.jspecify.annotations.NullMarked;
