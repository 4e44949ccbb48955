package dev.linkgate.atlas;

import dev.linkgate.credential.AtlasCredential.DigestKey;
import dev.linkgate.digest.AuthenticationInfo;
import dev.linkgate.digest.DigestChallenge;
import dev.linkgate.digest.DigestUser;
import dev.linkgate.digest.NoncePool;
import dev.linkgate.kernel.Secret;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpHeaders;

/**
 * Shows a programmatic API key over HTTP Digest, ahead of time with a nonce already held: one round trip a request.
 *
 * <p>Another trip is made when there was no nonce yet, and when a nonce was refused that is not from this very
 * exchange: some servers forget nonces without saying {@code stale=true}, so only a refusal of a nonce just received
 * means that the key is wrong. A challenge that says {@code stale=true} never means that; when it comes in answer to a
 * nonce just received, the request goes back to wait for a lease of a pool that has become narrower.
 */
final class DigestAuthentication implements Authentication {

    /** The second lease waits for others to end, so it takes much bad luck, or a broken server, to need the last. */
    private static final int MAX_LEASES = 5;

    private final AtlasChannel wire;
    private final NoncePool nonces;

    /** @param maxNonces the most nonces to hold: as many as there may be requests at once */
    DigestAuthentication(DigestKey key, AtlasChannel wire, int maxNonces) {
        this.wire = wire;
        this.nonces = new NoncePool(new DigestUser(key.publicKey(), key.privateKey()::reveal), maxNonces);
    }

    /** A nonce comes with an answer, so there is no attempt that others could wait for. */
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

    /** @return nothing if the server called even a fresh nonce stale, so that it takes another lease */
    private Optional<AuthResult> exchange(AtlasRequest request, NoncePool.NonceLease lease, boolean last) {
        while (true) {
            Optional<Secret> authorization =
                    lease.authorize(request.method().name(), request.uri()).map(Secret::of);
            AtlasResponse response =
                    wire.exchange(authorization.map(request::authorizedBy).orElse(request));
            boolean shown = authorization.isPresent();
            // A server that has not seen the key yet cannot mean anything else by a 401.
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
                                "Atlas asked for the API key in a way that the gateway does not support: its 401 has no"
                                        + " Digest challenge with qop=auth and MD5, SHA-256 or SHA-512-256.")
                        .toException());
    }
}
