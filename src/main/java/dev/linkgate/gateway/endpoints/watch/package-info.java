/** Waiting for links and endpoints to change: one poller for each link, shared by all its waiters and followers. */
@NullMarked
package dev.linkgate.gateway.endpoints.watch;

import org.jspecify.annotations.NullMarked;
