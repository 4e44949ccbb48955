/** Callers replace their own keys, and are told before one ends. */
@NullMarked
package dev.linkgate.gateway.feature.rotation;

import org.jspecify.annotations.NullMarked;
