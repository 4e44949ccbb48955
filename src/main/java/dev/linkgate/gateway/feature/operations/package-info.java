/**
 * Durable operations, which continue across crashes and replicas until they have ended: a failed endpoint is replaced,
 * and an unknown outcome is resolved.
 *
 * <p>It brings the routes of operations, the settings {@code linkgate.operations.*}, two tables, tasks, a metric.
 */
@ApplicationModule(
        id = "operations",
        allowedDependencies = {"core", "tasks"})
@NullMarked
package dev.linkgate.gateway.feature.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
