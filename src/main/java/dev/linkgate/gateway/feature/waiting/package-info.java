/**
 * Waiting for links, endpoints and connections to change: one poll for each of them, shared by all who wait for it or
 * follow it.
 *
 * <p>It brings metrics.
 */
@ApplicationModule(
        id = "waiting",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.waiting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
