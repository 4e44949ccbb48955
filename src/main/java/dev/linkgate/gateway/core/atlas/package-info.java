/**
 * The one client of Atlas. A request with the right of its intent enters; it leaves authenticated, at its turn and
 * within its deadline, and comes back as what it means. The credentials are here, encrypted.
 *
 * <p>It implements what {@code endpoints} want of Atlas, and uses the rooms below.
 */
@NullMarked
package dev.linkgate.gateway.core.atlas;

import org.jspecify.annotations.NullMarked;
