/**
 * The endpoints of a project's Data Federation and Online Archive: a list of the project itself, beside its links.
 *
 * <p>It brings their routes, their actions, the checks of their effects, and the kind {@code federation-endpoint} of
 * things on record. Rules of origin, ownership and quotas are the core's, in its table of endpoints.
 */
@ApplicationModule(
        id = "federation",
        allowedDependencies = {"core", "projects", "waiting"})
@NullMarked
package dev.linkgate.gateway.feature.federation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
