/**
 * The team's API. A request that has passed {@code inbound} enters; the use case that it asks for is called, and its
 * answer leaves as JSON.
 *
 * <p>It uses every room but {@code inbound}.
 */
@NullMarked
package dev.linkgate.gateway.core.api;

import org.jspecify.annotations.NullMarked;
