/**
 * Event streams: links and operations followed over HTTP, as they change.
 *
 * <p>It brings their routes, the settings {@code linkgate.events.*}, a metric.
 */
@ApplicationModule(
        id = "events",
        allowedDependencies = {"core", "operations", "waiting"})
@NullMarked
package dev.linkgate.gateway.feature.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
