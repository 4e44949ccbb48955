/** How many requests go to Atlas, when they are repeated, and when none is sent. */
@NullMarked
package dev.linkgate.gateway.core.atlas.pacing;

import org.jspecify.annotations.NullMarked;
