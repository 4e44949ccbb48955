/**
 * Administrators keep the credentials of Atlas, and try them.
 *
 * <p>It brings the routes of credentials and their actions.
 */
@ApplicationModule(
        id = "credentials",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.credentials;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
