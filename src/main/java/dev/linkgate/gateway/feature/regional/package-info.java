/**
 * The regional mode of a project: links in other regions, too.
 *
 * <p>It brings two routes, two actions, and the check of its effect.
 */
@ApplicationModule(
        id = "regional",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.regional;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
