/**
 * HTTP Digest for callers (RFC 7616), on the paths of Atlas's API: challenges, their nonces, and counts that are used
 * once.
 *
 * <p>It brings a reader of credentials, a challenge, a filter, the table {@code digest_count}.
 */
@ApplicationModule(
        id = "digest",
        allowedDependencies = {"core", "tasks"})
@NullMarked
package dev.linkgate.gateway.feature.digest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
