/**
 * All endpoints of all projects, as they were last seen.
 *
 * <p>It brings the route {@code /admin/endpoints}.
 */
@ApplicationModule(
        id = "inventory",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
