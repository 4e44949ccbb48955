/**
 * Tells webhooks. Records of the trail enter; events leave, in order for one endpoint.
 *
 * <p>It uses the {@code endpoints} room, and looks at endpoints as callers do.
 */
@NullMarked
package dev.linkgate.gateway.notify;

import org.jspecify.annotations.NullMarked;
