/**
 * Declared set-up: a file or a request that says which teams, projects, credentials, webhooks and administrators there
 * shall be; and the secrets that a declaration or a request names.
 *
 * <p>It brings the route {@code /admin/config}, the settings {@code linkgate.config.*}, an action.
 */
@ApplicationModule(
        id = "declared",
        allowedDependencies = {"core", "credentials", "identities"})
@NullMarked
package dev.linkgate.gateway.feature.declared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
