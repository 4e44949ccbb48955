package dev.linkgate.gateway.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.linkgate.gateway.access.StoredKey;
import dev.linkgate.gateway.encryption.DerivedKey;
import dev.linkgate.gateway.encryption.KeyRing;
import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.LinkgateException;
import dev.linkgate.gateway.request.ProblemCode;
import dev.linkgate.gateway.request.Right;
import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * The access tokens for teams' keys: JWTs (RFC 9068) with the key's id, signed with a key that is derived from the first
 * master key, and accepted from any master key. No replica stores what it issues.
 *
 * <p>A token opens nothing by itself: with each use the key is looked up, as if it had been sent.
 */
@Service
public class AccessTokens {

    static final Duration MAX_LIFE = Duration.ofHours(1);

    static final String ISSUER = "linkgate";
    static final String AUDIENCE = "linkgate-atlas-api";

    /** Tokens only: what else is signed with the master keys has another purpose. */
    private static final String PURPOSE = "linkgate access tokens";

    private final List<TokenSigner> signers;
    private final RevokedTokens revoked;
    private final InstantSource clock;

    @Autowired
    AccessTokens(KeyRing masterKeys, RevokedTokens revoked, InstantSource clock) {
        this(masterKeys.derive(PURPOSE), revoked, clock);
    }

    /** @param keys the first one signs, all are accepted */
    AccessTokens(List<DerivedKey> keys, RevokedTokens revoked, InstantSource clock) {
        this.signers = keys.stream().map(TokenSigner::new).toList();
        this.revoked = revoked;
        this.clock = clock;
    }

    /**
     * A new token that lives as long as its key, but not longer than {@link #MAX_LIFE}.
     *
     * @throws LinkgateException {@code unauthenticated} if the key expires within a second
     */
    IssuedToken issue(StoredKey key) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(MAX_LIFE);
        if (key.expiresAt() != null && key.expiresAt().isBefore(end)) {
            end = key.expiresAt().truncatedTo(ChronoUnit.SECONDS);
        }
        if (!end.isAfter(now)) {
            throw Failure.of(ProblemCode.UNAUTHENTICATED, "The API key has expired.")
                    .toException();
        }
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(key.id())
                .claim("client_id", key.id())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(end))
                .jwtID(UUID.randomUUID().toString())
                .build();
        return new IssuedToken(Secret.of(signers.getFirst().sign(claims)), Duration.between(now, end));
    }

    /** The token with this text, valid or not; empty if this gateway has not signed it for its Atlas API. */
    public Optional<AccessToken> recognise(Secret token) {
        return signers.stream()
                .flatMap(signer -> signer.claimsOf(token.reveal()).stream())
                .filter(claims -> ISSUER.equals(claims.getIssuer())
                        && claims.getAudience().contains(AUDIENCE))
                .map(claims -> new AccessToken(
                        claims.getJWTID(),
                        claims.getSubject(),
                        claims.getExpirationTime().toInstant()))
                .findFirst();
    }

    /**
     * Whether a token is neither expired nor revoked.
     *
     * @throws LinkgateException {@code access-unconfirmed} if it cannot be read what was revoked
     */
    public boolean isValid(AccessToken token) {
        if (!revoked.confirm()) {
            throw Right.unconfirmed();
        }
        return !isEnded(token);
    }

    /** Holds while a token is neither expired nor revoked. */
    public Right rightOf(AccessToken token) {
        return () -> {
            if (!revoked.isCurrent()) {
                return new Right.Unconfirmed();
            }
            return isEnded(token)
                    ? new Right.Ended(Failure.of(
                            ProblemCode.UNAUTHENTICATED,
                            "The access token has expired, or was revoked in the meantime."))
                    : new Right.Held();
        };
    }

    private boolean isEnded(AccessToken token) {
        return !clock.instant().isBefore(token.expiresAt()) || revoked.contains(token.id());
    }

    /**
     * Ends a token before its time. A text that is no token, or one that has ended, is left alone (RFC 7009, section
     * 2.2).
     *
     * @param keyId of the caller
     * @throws LinkgateException {@code invalid-request} if it was issued for another key; {@code overloaded} if the key has
     *     revoked too many
     */
    void revoke(Secret text, String keyId) {
        Optional<AccessToken> token = recognise(text).filter(known -> !isEnded(known));
        if (token.isEmpty()) {
            return;
        }
        if (!token.get().keyId().equals(keyId)) {
            throw Failure.of(ProblemCode.INVALID_REQUEST, "The token was issued to another client.")
                    .toException();
        }
        revoked.add(token.get());
    }
}
