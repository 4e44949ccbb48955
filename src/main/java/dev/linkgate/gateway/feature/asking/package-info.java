/**
 * Teams ask for roles on projects, and owners and administrators answer.
 *
 * <p>It brings the routes of access requests, their actions and events, the table {@code access_request}.
 */
@ApplicationModule(
        id = "asking",
        allowedDependencies = {"core", "projects"})
@NullMarked
package dev.linkgate.gateway.feature.asking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
