/**
 * The outbound client: how a request reaches Atlas, authenticated and within its deadline, and what the answers mean.
 */
@NullMarked
package dev.linkgate.gateway.atlas;

import org.jspecify.annotations.NullMarked;
