/** How requests share what is scarce: fair turns, quotas of teams, capacity, and work that all who wait share. */
@NullMarked
package dev.linkgate.gateway.platform.concurrency;

import org.jspecify.annotations.NullMarked;
