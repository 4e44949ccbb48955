/**
 * The connection strings of clusters through an endpoint.
 *
 * <p>It brings their route and its action.
 */
@ApplicationModule(
        id = "connectionstrings",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.connectionstrings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
