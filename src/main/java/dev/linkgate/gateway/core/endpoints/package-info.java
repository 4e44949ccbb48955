/**
 * The use cases: links and endpoints are read and changed. A caller's wish enters; the order of a write leaves (intent,
 * lock, checks, request, outcome), or a read that callers share.
 *
 * <p>It uses the {@code trail}. What Atlas is, it only knows as an interface.
 */
@NullMarked
package dev.linkgate.gateway.core.endpoints;

import org.jspecify.annotations.NullMarked;
