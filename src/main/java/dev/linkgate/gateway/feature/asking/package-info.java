/**
 * Access requests: teams ask for roles on projects, and for endpoints that the rules do not allow; owners and
 * administrators answer.
 *
 * <p>It brings their routes, actions and events, the table {@code access_request}, and the approvals of endpoints.
 */
@ApplicationModule(
        id = "asking",
        allowedDependencies = {"core", "projects"})
@NullMarked
package dev.linkgate.gateway.feature.asking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
