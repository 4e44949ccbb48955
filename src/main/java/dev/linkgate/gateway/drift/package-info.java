/** Drift: how the endpoints at Atlas differ from what was done here. */
@NullMarked
package dev.linkgate.gateway.drift;

import org.jspecify.annotations.NullMarked;
