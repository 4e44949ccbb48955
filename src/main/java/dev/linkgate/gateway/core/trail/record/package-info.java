/** A record as a value: its entry, its hash in the chain, its row in the database. */
@NullMarked
package dev.linkgate.gateway.core.trail.record;

import org.jspecify.annotations.NullMarked;
