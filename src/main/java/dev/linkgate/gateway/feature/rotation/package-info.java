/**
 * Callers replace their own keys, and are told before one ends.
 *
 * <p>It brings the routes below {@code /keys}, a filter with a header, events, a task, metrics.
 */
@ApplicationModule(
        id = "rotation",
        allowedDependencies = {"core", "tasks"})
@NullMarked
package dev.linkgate.gateway.feature.rotation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
