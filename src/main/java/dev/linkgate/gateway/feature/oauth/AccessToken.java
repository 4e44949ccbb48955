package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.access.principal.Identity;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.kernel.IdentityId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * An access token that this gateway has signed, which says nothing of whether it is still valid.
 *
 * @param id names the token; not a secret
 * @param keyId of the team's key that it was issued for; or what tells the team's identity, and the JWT's subject
 * @param issuedAt in microseconds
 * @param expiresAt in whole seconds
 */
public record AccessToken(String id, String keyId, Instant issuedAt, Instant expiresAt) {

    /** The parts of what tells an identity: team, issuer, name, fingerprint and subject. */
    private static final int PARTS = 5;

    /** The holder of an access token, who is known by an identity. */
    public record Identified(Actor actor, String fingerprint) {}

    /** What stands for an identity in the place of a key's id. */
    static String holder(Actor actor, Identity identity) {
        String subject = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Objects.requireNonNullElse(actor.subject(), "").getBytes(StandardCharsets.UTF_8));
        return String.join(
                "/",
                Objects.requireNonNull(actor.team()),
                identity.issuer(),
                identity.name(),
                identity.fingerprint(),
                subject);
    }

    /** Names the share of the revoked tokens that it uses: its key's, or its identity's, whatever the JWT's subject. */
    String share() {
        return identified()
                .map(held -> held.actor().team() + "/" + held.actor().credentialId())
                .orElse(keyId);
    }

    /** Empty if it was issued for a key. */
    public Optional<Identified> identified() {
        String[] parts = keyId.split("/", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        String subject = new String(Base64.getUrlDecoder().decode(parts[PARTS - 1]), StandardCharsets.UTF_8);
        return Optional.of(
                new Identified(Actor.jwt(parts[0], new IdentityId(parts[1], parts[2], null, null), subject), parts[3]));
    }
}
