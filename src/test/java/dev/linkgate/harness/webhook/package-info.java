/** Kills replicas while they deliver events to a receiver that fails, and looks whether all arrive, in their order. */
@NullMarked
package dev.linkgate.harness.webhook;

import org.jspecify.annotations.NullMarked;
