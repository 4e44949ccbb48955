/** Waiting for links and endpoints to change: one poller for each link, whoever waits for it or follows it. */
@NullMarked
package dev.linkgate.watch;

import org.jspecify.annotations.NullMarked;
