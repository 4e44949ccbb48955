/**
 * Callers without stored keys: JWTs of named issuers, client certificates, and the sign-in on the pages.
 *
 * <p>It brings the routes of identities, readers and providers of credentials, the settings
 * {@code linkgate.issuers.*} and {@code linkgate.tls.*}.
 */
@ApplicationModule(
        id = "identities",
        allowedDependencies = {"core", "digest", "limits"})
@NullMarked
package dev.linkgate.gateway.feature.identities;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
