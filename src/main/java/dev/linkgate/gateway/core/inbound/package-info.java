/**
 * The way in. A connection enters; a request leaves for a controller, in the order of the filters: who is it, what
 * may it make the gateway keep, may it. Failures become problems here. Features bring filters, ways to say who calls,
 * and other forms of failures.
 *
 * <p>It uses {@code access}, and only features use it.
 */
@NullMarked
package dev.linkgate.gateway.core.inbound;

import org.jspecify.annotations.NullMarked;
