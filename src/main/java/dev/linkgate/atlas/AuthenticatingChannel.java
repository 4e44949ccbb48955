package dev.linkgate.atlas;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.linkgate.credential.AtlasCredential;
import dev.linkgate.credential.CredentialState;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiConsumer;

/**
 * Shows each request's credential to Atlas, and stops when Atlas refuses it.
 *
 * <p>What is known of a credential (its state, its nonces or its token) is kept for that very version of it, is shared
 * with no other, and is forgotten when it has not been used for a while: a replaced credential starts afresh, and
 * nothing of the old one lingers.
 */
final class AuthenticatingChannel implements AtlasChannel {

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final AtlasChannel wire;
    private final int maxConcurrency;
    private final InstantSource clock;
    private final BiConsumer<AtlasCredential, CredentialState> states;
    private final LoadingCache<AtlasCredential, Known> known = Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfterAccess(FORGOTTEN_AFTER)
            .build(this::nothingYet);

    private record Known(CredentialGate gate, Authentication authentication) {}

    /**
     * @param wire carries requests as they are
     * @param maxConcurrency the most requests at once with one digest key; others wait
     * @param states told once of each change of a credential's state. It tells by name and version, and the version may
     *     have been replaced meanwhile, or may never be stored, when it was only verified
     */
    AuthenticatingChannel(
            AtlasChannel wire,
            int maxConcurrency,
            InstantSource clock,
            BiConsumer<AtlasCredential, CredentialState> states) {
        this.wire = wire;
        this.maxConcurrency = maxConcurrency;
        this.clock = clock;
        this.states = states;
    }

    /**
     * {@inheritDoc}
     *
     * @throws LinkgateException if Atlas refuses the credential, or refused it a moment ago and is not asked again
     */
    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        Known credential = known.get(request.credential());
        return exchange(request, credential, credential.gate().enter(request.deadlineNanos()));
    }

    /**
     * Asks Atlas whatever is thought of the credential, and thinks of it what Atlas answers.
     *
     * @throws LinkgateException if Atlas refuses the credential
     */
    AtlasResponse verify(AtlasRequest request) {
        Known credential = known.get(request.credential());
        return exchange(request, credential, credential.gate().verify());
    }

    private static AtlasResponse exchange(AtlasRequest request, Known credential, CredentialGate.Admission admission) {
        try (admission) {
            return switch (credential.authentication().exchange(request)) {
                case Verdict.Taken taken -> {
                    admission.taken();
                    yield taken.response();
                }
                case Verdict.Unclear unclear -> unclear.response();
                case Verdict.Refused refused -> {
                    admission.refused();
                    throw Failure.of(
                                    ProblemCode.ATLAS_CREDENTIAL_REJECTED,
                                    "Atlas refused the credential '"
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
            case AtlasCredential.DigestKey key -> new DigestAuthentication(key, wire, maxConcurrency);
            case AtlasCredential.ServiceAccount account -> new TokenAuthentication(account, wire, clock);
        };
        CredentialGate gate = new CredentialGate(credential.name(), clock, state -> states.accept(credential, state));
        return new Known(gate, authentication);
    }
}
