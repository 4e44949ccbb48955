/**
 * Sets up the sandbox for a demo: a project, a team and a key on the simulated Atlas.
 *
 * <p>It brings a listener of the start, and the settings {@code linkgate.sandbox.*}.
 */
@ApplicationModule(
        id = "demo",
        allowedDependencies = {"core", "asking"})
@NullMarked
package dev.linkgate.gateway.feature.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
