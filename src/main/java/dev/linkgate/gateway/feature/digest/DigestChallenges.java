package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.access.key.DigestVerifier;
import dev.linkgate.gateway.core.inbound.authentication.ChallengeSource;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Challenges for Digest (RFC 7616, section 3.3), on the paths of Atlas's API.
 *
 * <p>Each algorithm has its own line, because clients differ. Atlas's own clients read the first line only, and curl
 * and Apache's client the first one of Digest. Clients that read the last line, such as the JDK's, which has turned MD5
 * off, or that read all lines as one list, get the same nonce with SHA-256.
 */
@Component
final class DigestChallenges implements ChallengeSource {

    private static final String STALE = DigestChallenges.class.getName() + ".stale";

    private final DigestNonces nonces;

    DigestChallenges(DigestNonces nonces) {
        this.nonces = nonces;
    }

    /** Notes that a client may repeat the request with a new nonce at once, without asking anybody for another key. */
    static void stale(HttpServletRequest request) {
        request.setAttribute(STALE, true);
    }

    @Override
    public RequestedApi api() {
        return RequestedApi.ATLAS;
    }

    @Override
    public boolean replacesBearer() {
        return false;
    }

    @Override
    public List<String> challenges(HttpServletRequest request) {
        String nonce = nonces.issue();
        boolean stale = request.getAttribute(STALE) != null;
        return DigestVerifier.ALGORITHMS.stream()
                .map(algorithm -> "Digest realm=\"" + DigestVerifier.REALM + "\", nonce=\"" + nonce + "\", algorithm="
                        + algorithm.word() + ", qop=\"auth\", stale=" + stale)
                .toList();
    }
}
