/**
 * The master keys: a start encrypts with the first one what others have encrypted, and takes over rights without a seal
 * after somebody has seen them.
 *
 * <p>It brings the route {@code /admin/master-keys}.
 */
@ApplicationModule(
        id = "masterkeys",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.masterkeys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
