/**
 * How requests share what is scarce: fair turns, quotas of teams, capacity, work that all who wait share, and work
 * that repeats.
 */
@NullMarked
package dev.linkgate.gateway.core.platform.concurrency;

import org.jspecify.annotations.NullMarked;
