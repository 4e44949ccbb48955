/**
 * The way in. A connection enters; a request leaves for a controller, in the order of the filters: limits, who is it,
 * may it, was it sent before. Failures become problems here.
 *
 * <p>It uses {@code access} and {@code api}, and nobody uses it.
 */
@NullMarked
package dev.linkgate.gateway.core.inbound;

import org.jspecify.annotations.NullMarked;
