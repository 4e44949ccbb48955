/**
 * What at Atlas is otherwise than the trail says. The state and the events of Atlas enter; differences and findings
 * leave.
 *
 * <p>It brings routes of differences and findings, an event, two tables, a task, metrics.
 */
@ApplicationModule(
        id = "drift",
        allowedDependencies = {"core", "inventory", "projects", "tasks"})
@NullMarked
package dev.linkgate.gateway.feature.drift;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
