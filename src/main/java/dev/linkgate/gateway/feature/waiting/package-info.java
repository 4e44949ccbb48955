/**
 * Waiting for links, endpoints and connections to change: one poll for each of them, shared by all who wait for it or
 * follow it.
 */
@NullMarked
package dev.linkgate.gateway.feature.waiting;

import org.jspecify.annotations.NullMarked;
