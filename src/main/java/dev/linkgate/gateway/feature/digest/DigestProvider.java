package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.access.key.DigestVerifier;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.store.Micros;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Identifies a caller by HTTP Digest (RFC 7616) with a team's key that was made for it: the user is the key's id, the
 * password the key.
 *
 * <p>Whatever is wrong with user and response, the answer and the work are the same, so an attacker does not learn
 * which keys there are. A request that is accepted costs no query; a write costs one insert, in the
 * {@link ReplayFilter}.
 */
@Component
class DigestProvider implements AuthenticationProvider {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    private static final String REPEATED = "The Digest's nonce and nc were used before.";

    private static final String NOT_ACCEPTED =
            "The Digest is wrong: the response does not match, or there is no such key"
                    + " for Digest; it may have been revoked, or have expired.";

    private final Access access;
    private final DigestNonces nonces;
    private final UsedCounts counts = new UsedCounts(UsedCounts.CAPACITY);
    private final DigestVerifier ofNoKey = DigestVerifier.ofNoKey();

    DigestProvider(Access access, DigestNonces nonces) {
        this.access = access;
        this.nonces = nonces;
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == DigestReader.ShownDigest.class;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        DigestReader.ShownDigest digest = (DigestReader.ShownDigest) authentication;
        HttpServletRequest request = digest.request();
        DigestCredentials shown = DigestCredentials.parse(digest.parameters());
        if (!RequestTarget.of(request).isNamedBy(shown.uri())) {
            throw new UnknownCaller("The Digest's uri is not the target of the request. A proxy may have changed it.");
        }
        DigestNonce nonce = nonces.recognise(shown.nonce())
                .orElseThrow(() -> new UnknownCaller("The Digest's nonce is not one of this gateway."));
        if (!nonces.isLive(nonce)) {
            DigestChallenges.stale(request);
            throw new UnknownCaller("The Digest's nonce is too old.");
        }
        Optional<StoredKey> key = recognise(shown, request);
        if (key.filter(proven -> proven.accepts(request, access.now())).isEmpty()) {
            throw new UnknownCaller(key.map(StoredKey::id).map(Actor::anonymous).orElse(Actor.ANONYMOUS), NOT_ACCEPTED);
        }
        if (!counts.take(nonce, shown.count(), Micros.of(nonces.oldest()))) {
            DigestChallenges.stale(request);
            throw new UnknownCaller(REPEATED);
        }
        if (!READS.contains(request.getMethod())) {
            ReplayFilter.once(request, nonce, shown.count(), REPEATED);
        }
        return CallerAuthentication.known(access, key.get());
    }

    /** The key whose response is right; also one that another replica has just created. */
    private Optional<StoredKey> recognise(DigestCredentials shown, HttpServletRequest request) {
        Optional<StoredKey> key = proven(shown, request);
        if (key.filter(proven -> proven.accepts(request, access.now())).isPresent()) {
            return key;
        }
        access.keys().catchUp();
        return proven(shown, request);
    }

    private Optional<StoredKey> proven(DigestCredentials shown, HttpServletRequest request) {
        Optional<StoredKey> key = access.keys().withId(shown.username());
        Optional<DigestVerifier> verifier =
                key.flatMap(stored -> stored.digest().usable());
        boolean right =
                verifier.orElse(ofNoKey).accepts(shown.algorithm(), shown.data(request.getMethod()), shown.response());
        return key.filter(stored -> verifier.isPresent() && right);
    }
}
