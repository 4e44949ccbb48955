package dev.linkgate.gateway.access.oauth;

import java.time.Instant;

/**
 * An access token that this gateway has signed, which says nothing of whether it is still valid.
 *
 * @param id names the token; not a secret
 * @param keyId of the team's key that it was issued for
 * @param expiresAt in whole seconds
 */
public record AccessToken(String id, String keyId, Instant expiresAt) {}
