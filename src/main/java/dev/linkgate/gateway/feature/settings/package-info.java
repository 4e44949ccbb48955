/**
 * Refuses wrong settings at the start, in one sentence for each.
 *
 * <p>It brings listeners of the start, and the words of its failures.
 */
@ApplicationModule(
        id = "settings",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
