/**
 * Waiting for links, endpoints and connections to change: one poller for each link, and for the clusters of each
 * project, shared by all its waiters and followers.
 */
@NullMarked
package dev.linkgate.gateway.endpoints.watch;

import org.jspecify.annotations.NullMarked;
