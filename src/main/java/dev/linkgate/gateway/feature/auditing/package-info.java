/**
 * Auditors list, export and verify the trail.
 *
 * <p>It brings the routes of records and of the verification, a task that verifies once a day, metrics.
 */
@ApplicationModule(
        id = "auditing",
        allowedDependencies = {"core", "checkpoints", "tasks"})
@NullMarked
package dev.linkgate.gateway.feature.auditing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
