package dev.linkgate.gateway.atlas.login;

import dev.linkgate.gateway.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.atlas.channel.AtlasFault;
import dev.linkgate.gateway.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.atlas.channel.AuthResult;
import dev.linkgate.gateway.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.atlas.channel.TransportFailure;
import dev.linkgate.gateway.atlas.credential.AtlasCredential.DigestKey;
import dev.linkgate.gateway.platform.digest.AuthenticationInfo;
import dev.linkgate.gateway.platform.digest.DigestChallenge;
import dev.linkgate.gateway.platform.digest.DigestUser;
import dev.linkgate.gateway.platform.digest.NoncePool;
import dev.linkgate.kernel.Secret;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpHeaders;

/**
 * Authenticates with a programmatic API key over HTTP Digest, ahead of time with a nonce already held: one round trip a
 * request.
 *
 * <p>A second trip is needed when there was no nonce yet, and when a nonce from an earlier exchange was refused. Some
 * servers forget nonces without saying {@code stale=true}, so only the refusal of a nonce just received means that the
 * key is wrong. A challenge that says {@code stale=true} never means that. If it answers a nonce just received, the
 * request waits for another lease of the pool, which has become narrower.
 */
final class DigestAuthentication implements Authentication {

    /** The second lease waits for others to end, so the last is rarely needed unless the server is broken. */
    private static final int MAX_LEASES = 5;

    private final AtlasChannel wire;
    private final NoncePool nonces;

    /** @param maxNonces the maximum number of nonces to hold: that of concurrent requests */
    DigestAuthentication(DigestKey key, AtlasChannel wire, int maxNonces) {
        this.wire = wire;
        this.nonces = new NoncePool(new DigestUser(key.publicKey(), key.privateKey()::reveal), maxNonces);
    }

    /** A nonce comes with an answer, so other requests wait for no attempt. */
    @Override
    public int attempts() {
        return 0;
    }

    @Override
    public AuthResult exchange(AtlasRequest request, int seen) {
        for (int leases = 1; ; leases++) {
            try (NoncePool.NonceLease lease = take(request)) {
                Optional<AuthResult> result = exchange(request, lease, leases == MAX_LEASES);
                if (result.isPresent()) {
                    return result.get();
                }
            }
        }
    }

    /** @return nothing if the server called even a fresh nonce stale, so that another lease is needed */
    private Optional<AuthResult> exchange(AtlasRequest request, NoncePool.NonceLease lease, boolean last) {
        while (true) {
            Optional<Secret> authorization =
                    lease.authorize(request.method().name(), request.uri()).map(Secret::of);
            AtlasResponse response =
                    wire.exchange(authorization.map(request::authorizedBy).orElse(request));
            boolean shown = authorization.isPresent();
            // A 401 to a request without the key is always a challenge.
            if (shown ? !FaultClassifier.refusesCredential(response) : response.status() != 401) {
                lease.answered(AuthenticationInfo.nextNonce(response.headers().getOrEmpty("Authentication-Info")));
                return Optional.of(
                        shown || response.isSuccess() ? AuthResult.of(response) : new AuthResult.Unclear(response));
            }
            DigestChallenge challenge = challengeIn(response);
            if (!lease.isFresh()) {
                lease.renew(challenge);
            } else if (!challenge.stale()) {
                return Optional.of(new AuthResult.Refused(response.refusal()));
            } else if (last) {
                throw AtlasFault.STALE.failure().answeredBy(response.refusal()).toException();
            } else {
                lease.crowdedOut();
                return Optional.empty();
            }
        }
    }

    private NoncePool.NonceLease take(AtlasRequest request) {
        try {
            return nonces.take(request.deadlineNanos());
        } catch (InterruptedException | TimeoutException e) {
            throw TransportFailure.whileWaiting(e);
        }
    }

    private static DigestChallenge challengeIn(AtlasResponse response) {
        return DigestChallenge.firstSupported(response.headers().getOrEmpty(HttpHeaders.WWW_AUTHENTICATE))
                .orElseThrow(() -> Authentication.unusable(
                                response.refusal(),
                                "Atlas asked for an unsupported authentication scheme: its 401 has no"
                                        + " Digest challenge with qop=auth and MD5, SHA-256 or SHA-512-256.")
                        .toException());
    }
}
