/**
 * Who had which access at a moment of the past, from the records of the trail, and which rights have no seal now.
 *
 * <p>It brings the route {@code /admin/access}, a metric.
 */
@ApplicationModule(
        id = "history",
        allowedDependencies = {"core", "auditing"})
@NullMarked
package dev.linkgate.gateway.feature.history;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
