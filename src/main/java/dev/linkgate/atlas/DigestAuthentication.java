package dev.linkgate.atlas;

import dev.linkgate.credential.AtlasCredential.DigestKey;
import dev.linkgate.digest.AuthenticationInfo;
import dev.linkgate.digest.DigestChallenge;
import dev.linkgate.digest.DigestUser;
import dev.linkgate.digest.NoncePool;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
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
 * nonce just received, the request goes back to wait for its turn in a pool that has become narrower.
 */
final class DigestAuthentication implements Authentication {

    /** The second turn waits for others to end, so it takes much bad luck, or a broken server, to need the last. */
    private static final int MAX_TURNS = 5;

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
    public Verdict exchange(AtlasRequest request, int seen) {
        for (int turns = 1; ; turns++) {
            try (NoncePool.Turn turn = take(request)) {
                Optional<Verdict> verdict = exchange(request, turn, turns == MAX_TURNS);
                if (verdict.isPresent()) {
                    return verdict.get();
                }
            }
        }
    }

    /** @return nothing if the server called even a fresh nonce stale, so that it takes another turn */
    private Optional<Verdict> exchange(AtlasRequest request, NoncePool.Turn turn, boolean last) {
        while (true) {
            Optional<Secret> authorization =
                    turn.authorize(request.method().name(), request.uri()).map(Secret::of);
            AtlasResponse response =
                    wire.exchange(authorization.map(request::authorizedBy).orElse(request));
            boolean shown = authorization.isPresent();
            // A server that has not seen the key yet cannot mean anything else by a 401.
            if (shown ? !Authentication.isAboutCredential(response) : response.status() != 401) {
                turn.answered(AuthenticationInfo.nextNonce(response.headers().getOrEmpty("Authentication-Info")));
                return Optional.of(
                        shown || response.isSuccess() ? Verdict.of(response) : new Verdict.Unclear(response));
            }
            DigestChallenge challenge = challengeIn(response);
            if (!turn.isFresh()) {
                turn.renew(challenge);
            } else if (!challenge.stale()) {
                return Optional.of(new Verdict.Refused(response.refusal()));
            } else if (last) {
                throw Failure.of(
                                ProblemCode.ATLAS_UNAVAILABLE,
                                "Atlas called each nonce stale that it had just given out. Nothing was changed.")
                        .answeredBy(response.refusal())
                        .toException();
            } else {
                turn.crowdedOut();
                return Optional.empty();
            }
        }
    }

    private NoncePool.Turn take(AtlasRequest request) {
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
