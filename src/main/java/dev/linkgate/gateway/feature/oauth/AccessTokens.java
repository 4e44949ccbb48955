package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;

/**
 * The access tokens for teams' keys, signed with the {@link SigningKey} of all replicas. No replica stores what it
 * issues.
 *
 * <p>A token opens nothing by itself: with each use the key is looked up, as if it had been sent.
 */
@Service
public class AccessTokens {

    /** The longest life of any token, whatever its issuer's settings say. */
    public static final Duration MAX_LIFE = Duration.ofHours(1);

    /** Clocks of replicas differ a little. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final Supplier<Optional<TokenSigner>> signer;
    private final RevokedTokens revoked;
    private final InstantSource clock;

    /**
     * A new access token, shown this once.
     *
     * @param life from now on, in whole seconds
     */
    record IssuedToken(Secret text, Duration life) {}

    @Autowired
    AccessTokens(SigningKey key, RevokedTokens revoked, InstantSource clock) {
        this(key::signer, revoked, clock);
    }

    /** @param signer of the key, if it can be used */
    AccessTokens(Supplier<Optional<TokenSigner>> signer, RevokedTokens revoked, InstantSource clock) {
        this.signer = signer;
        this.revoked = revoked;
        this.clock = clock;
    }

    /**
     * A new token that lives as long as its key or identity, but not longer than it may.
     *
     * @param holder the key's id, or what stands for the identity
     * @param longest at most {@link #MAX_LIFE}
     * @param expiresAt when that ends; absent if it does not
     * @throws LinkgateException {@code unauthenticated} if it ends within a second; {@code internal-error} if the
     *     signing key cannot be decrypted here
     */
    IssuedToken issue(String holder, @Nullable Instant expiresAt, Duration longest) {
        Instant issued = Micros.now(clock);
        Instant now = issued.truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plus(longest);
        if (expiresAt != null && expiresAt.isBefore(end)) {
            end = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        }
        if (!end.isAfter(now)) {
            throw Failure.of(ProblemCode.UNAUTHENTICATED, "The API key or the identity has expired.")
                    .toException();
        }
        AccessToken token = new AccessToken(UUID.randomUUID().toString(), holder, issued, end);
        String text = signer.get().orElseThrow(AccessTokens::unreadable).sign(token);
        return new IssuedToken(Secret.of(text), Duration.between(now, end));
    }

    private static LinkgateException unreadable() {
        return Failure.of(
                        ProblemCode.INTERNAL_ERROR,
                        "The key that signs access tokens cannot be decrypted here. The platform team must act.")
                .toException();
    }

    /**
     * The token with this text, valid or not; empty if this gateway has not signed it, or if it would live longer than
     * any that is issued.
     */
    public Optional<AccessToken> recognise(Secret token) {
        return signer.get()
                .flatMap(known -> known.recognise(token.reveal()))
                .filter(known -> !known.expiresAt()
                        .isAfter(clock.instant().plus(MAX_LIFE).plus(CLOCKS)));
    }

    /**
     * Whether a token is neither expired nor revoked.
     *
     * @param holder who has it
     * @throws LinkgateException {@code access-unconfirmed} if it cannot be read what was revoked
     */
    public boolean isValid(AccessToken token, Actor holder) {
        if (!revoked.confirm()) {
            throw Right.unconfirmed();
        }
        return !isEnded(token, holder);
    }

    /** Holds while a token is neither expired nor revoked. */
    public Right rightOf(AccessToken token, Actor holder) {
        return Right.stored(
                revoked::isCurrent,
                revoked::confirm,
                () -> isEnded(token, holder)
                        ? new Right.Ended(Failure.of(
                                ProblemCode.UNAUTHENTICATED,
                                "The access token has expired, or was revoked in the meantime."))
                        : new Right.Held());
    }

    private boolean isEnded(AccessToken token, Actor holder) {
        return hasExpired(token) || revoked.contains(token, holder);
    }

    private boolean hasExpired(AccessToken token) {
        return !clock.instant().isBefore(token.expiresAt());
    }

    /**
     * Ends all tokens of a selection that were issued until now.
     *
     * @throws LinkgateException {@code overloaded} if too many different selections were ended in the last hour
     */
    void end(TokenSelection selection) {
        revoked.add(selection, Micros.now(clock));
    }

    /**
     * Ends a token before its time. A text that is no token, or one that has ended, is left alone (RFC 7009, section
     * 2.2).
     *
     * @param holder the caller's
     * @throws LinkgateException {@code invalid-request} if it was issued for another key; {@code overloaded} if the key
     *     has revoked too many
     */
    void revoke(Secret text, String holder) {
        Optional<AccessToken> token = recognise(text).filter(known -> !hasExpired(known));
        if (token.isEmpty()) {
            return;
        }
        if (!token.get().keyId().equals(holder)) {
            throw Failure.of(ProblemCode.INVALID_REQUEST, "The token was issued to another client.")
                    .toException();
        }
        revoked.add(token.get());
    }
}
