/**
 * The authorization server of the Atlas API: access tokens for teams' keys and JWTs (OAuth 2.0, client credentials).
 *
 * <p>It brings the routes of tokens, the form of their errors, a provider of callers, the table {@code revoked_token}.
 */
@ApplicationModule(
        id = "oauth",
        allowedDependencies = {"core", "identities", "tasks"})
@NullMarked
package dev.linkgate.gateway.feature.oauth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
