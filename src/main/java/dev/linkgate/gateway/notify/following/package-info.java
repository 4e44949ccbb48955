/** Turns the records of writes into events, and follows what was written until it has settled. */
@NullMarked
package dev.linkgate.gateway.notify.following;

import org.jspecify.annotations.NullMarked;
