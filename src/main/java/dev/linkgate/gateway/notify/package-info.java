/**
 * Tells webhooks. Records of the trail enter; events leave, in order for one endpoint.
 *
 * <p>It looks at endpoints as callers do, and uses the {@code atlas} room for secrets alone.
 */
@NullMarked
package dev.linkgate.gateway.notify;

import org.jspecify.annotations.NullMarked;
