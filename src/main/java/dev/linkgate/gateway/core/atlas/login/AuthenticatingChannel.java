package dev.linkgate.gateway.core.atlas.login;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.login.Authentication.AuthResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/**
 * Authenticates each request to Atlas, and stops when Atlas rejects the credential.
 *
 * <p>The state and nonces of a credential are kept for exactly one version of it and are forgotten when it has not been
 * used for a while. So a replaced credential starts afresh, and nothing of the old one remains. Only the token of a
 * service account is shared, by all credentials with the same client secret, so that an account verified before it was
 * stored needs no second token.
 */
public final class AuthenticatingChannel implements AtlasChannel {

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final AtlasChannel wire;
    private final InstantSource clock;
    private final BiConsumer<AtlasCredential, CredentialState> states;
    private final LoadingCache<AtlasCredential, Known> known = Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build(this::nothingYet);
    private final LoadingCache<Account, TokenAuthentication> tokens =
            Caffeine.newBuilder().executor(Runnable::run).weakValues().build(this::noToken);

    /** The key of a shared token. */
    private record Account(String clientId, Secret clientSecret) {}

    private record Known(CredentialCircuitBreaker breaker, Authentication authentication) {}

    /**
     * @param wire sends requests unchanged
     * @param states told once about each change of a credential's state, by name and version. The version may have been
     *     replaced in the meantime, or may never be stored if it was only verified
     */
    public AuthenticatingChannel(
            AtlasChannel wire, InstantSource clock, BiConsumer<AtlasCredential, CredentialState> states) {
        this.wire = wire;
        this.clock = clock;
        this.states = states;
    }

    /**
     * {@inheritDoc}
     *
     * @throws LinkgateException if Atlas rejects the credential, or rejected it recently and is not asked again
     */
    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        Known credential = known.get(request.credential());
        int seen = credential.authentication().attempts();
        return exchange(request, credential, seen, credential.breaker().enter(request.deadlineNanos()));
    }

    /**
     * Asks Atlas whatever the credential's state is, and sets the state from the answer.
     *
     * @throws LinkgateException if Atlas rejects the credential
     */
    public AtlasResponse verify(AtlasRequest request) {
        Known credential = known.get(request.credential());
        int seen = credential.authentication().attempts();
        return exchange(request, credential, seen, credential.breaker().verify());
    }

    private static AtlasResponse exchange(
            AtlasRequest request, Known credential, int seen, CredentialCircuitBreaker.Permit permit) {
        try (permit) {
            return switch (credential.authentication().exchange(request, seen)) {
                case AuthResult.Taken taken -> {
                    permit.taken();
                    yield taken.response();
                }
                case AuthResult.Unclear unclear -> unclear.response();
                case AuthResult.Refused refused -> {
                    permit.refused();
                    throw Failure.of(
                                    ProblemCode.ATLAS_CREDENTIAL_REJECTED,
                                    "Atlas rejected the credential '"
                                            + request.credential().name()
                                            + "': it is wrong or revoked. The platform team must replace it.")
                            .answeredBy(refused.answer())
                            .toException();
                }
            };
        }
    }

    private Known nothingYet(AtlasCredential credential) {
        Authentication authentication = switch (credential) {
            case AtlasCredential.DigestKey key -> new DigestAuthentication(key, wire);
            case AtlasCredential.ServiceAccount account ->
                tokens.get(new Account(account.clientId(), account.clientSecret()));
        };
        CredentialCircuitBreaker breaker =
                new CredentialCircuitBreaker(credential.name(), clock, state -> states.accept(credential, state));
        return new Known(breaker, authentication);
    }

    private TokenAuthentication noToken(Account account) {
        return new TokenAuthentication(account.clientId(), account.clientSecret(), wire, clock);
    }
}
