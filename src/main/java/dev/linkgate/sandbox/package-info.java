/** A simulated Atlas, spoken to over real HTTP like the real one. */
@NullMarked
package dev.linkgate.sandbox;

import org.jspecify.annotations.NullMarked;
