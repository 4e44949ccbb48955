/**
 * What one replica at a time does, and which replica that is. The only user of db-scheduler.
 *
 * <p>It brings what other features implement to have a task.
 */
@ApplicationModule(
        id = "tasks",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.tasks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
