/**
 * The use cases: links and endpoints are read and changed. A caller's wish enters; the order of a write leaves
 * (intent, lock, checks, request, outcome), or a read that callers share. What features do for a write, waiting and
 * operations, it only knows as interfaces.
 *
 * <p>It uses the {@code trail}. What Atlas is, it only knows as an interface, too.
 */
@NullMarked
package dev.linkgate.gateway.core.endpoints;

import org.jspecify.annotations.NullMarked;
