/**
 * The audit trail. Entries of requests enter; durable records leave, with their receipts. Nothing is written to Atlas
 * or to the set-up without an intent that was stored here.
 *
 * <p>It uses the {@code platform}.
 */
@NullMarked
package dev.linkgate.gateway.core.trail;

import org.jspecify.annotations.NullMarked;
