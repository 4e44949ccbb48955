package dev.linkgate.gateway.core.atlas.login;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential.DigestKey;
import dev.linkgate.gateway.core.platform.digest.DigestChallenge;
import dev.linkgate.gateway.core.platform.digest.DigestSession;
import dev.linkgate.gateway.core.platform.digest.DigestUser;
import dev.linkgate.kernel.Secret;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.springframework.http.HttpHeaders;

/**
 * Authenticates with a programmatic API key over HTTP Digest, ahead of time with a nonce already held: one round trip a
 * request.
 *
 * <p>Two requests that share a nonce may overtake each other, and some servers want its counts to rise strictly. So a
 * nonce belongs to one request until the answer has come, and there are as many nonces as there were concurrent
 * requests. Without a complete answer it is dropped, because the server's last count is unknown.
 *
 * <p>A second trip is needed when no nonce is free, and when a nonce from an earlier exchange is refused. Some servers
 * forget nonces without saying {@code stale=true}, so only the refusal of a nonce just received means that the key is
 * wrong. A challenge that says {@code stale=true} never means that.
 */
final class DigestAuthentication implements Authentication {

    /** Two are enough for a server whose nonces outlast a round trip. */
    private static final int MAX_TRIPS = 10;

    private final AtlasChannel wire;
    private final DigestUser user;

    /** The one used last comes first, so the fewest grow stale. */
    private final Deque<DigestSession> free = new ConcurrentLinkedDeque<>();

    DigestAuthentication(DigestKey key, AtlasChannel wire) {
        this.wire = wire;
        this.user = new DigestUser(key.publicKey(), key.privateKey());
    }

    /** A nonce comes with an answer, so other requests wait for no attempt. */
    @Override
    public int attempts() {
        return 0;
    }

    @Override
    public AuthResult exchange(AtlasRequest request, int seen) {
        DigestSession session = free.pollFirst();
        boolean fresh = false;
        for (int trips = 1; ; trips++) {
            AtlasResponse response = wire.exchange(session == null ? request : authorized(request, session));
            // A 401 to a request without the key is always a challenge.
            if (session == null && response.status() != 401) {
                return response.isSuccess() ? new AuthResult.Taken(response) : new AuthResult.Unclear(response);
            }
            if (session != null && !FaultClassifier.refusesCredential(response)) {
                keep(session, response);
                return AuthResult.of(response);
            }
            DigestChallenge challenge = challengeIn(response);
            if (fresh && !challenge.stale()) {
                return new AuthResult.Refused(response.refusal());
            }
            if (trips == MAX_TRIPS) {
                throw AtlasFault.STALE.failure().answeredBy(response.refusal()).toException();
            }
            session = new DigestSession(challenge, user);
            fresh = true;
        }
    }

    private static AtlasRequest authorized(AtlasRequest request, DigestSession session) {
        return request.authorizedBy(Secret.of(session.authorize(request.method().name(), request.uri())));
    }

    private void keep(DigestSession session, AtlasResponse response) {
        DigestSession next = session.next(response.headers().getOrEmpty("Authentication-Info"));
        if (!next.isExhausted()) {
            free.addFirst(next);
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
