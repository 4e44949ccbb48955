/**
 * The regional mode of a project: links in other regions, too.
 *
 * <p>It brings its routes, an action, a kind of write.
 */
@ApplicationModule(
        id = "regional",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.regional;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
