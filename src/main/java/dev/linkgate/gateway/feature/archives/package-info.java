/**
 * Moves old records of the audit trail into files, and removes them from the database.
 *
 * <p>It brings the settings {@code linkgate.audit.archive-*}, a task, a metric.
 */
@ApplicationModule(
        id = "archives",
        allowedDependencies = {"core", "checkpoints", "tasks"})
@NullMarked
package dev.linkgate.gateway.feature.archives;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
