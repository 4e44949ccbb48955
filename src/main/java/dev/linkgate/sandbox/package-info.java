/** A simulated Atlas, used over HTTP like the real one: its server and its initial content. */
@NullMarked
package dev.linkgate.sandbox;

import org.jspecify.annotations.NullMarked;
