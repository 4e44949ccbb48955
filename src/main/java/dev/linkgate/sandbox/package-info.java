/** A simulated Atlas, spoken to over real HTTP like the real one: its server, and what the gateway finds in it. */
@NullMarked
package dev.linkgate.sandbox;

import org.jspecify.annotations.NullMarked;
