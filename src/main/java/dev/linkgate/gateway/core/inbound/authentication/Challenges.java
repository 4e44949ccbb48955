package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.access.key.DigestVerifier;
import dev.linkgate.gateway.core.platform.digest.DigestAlgorithm;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import dev.linkgate.gateway.feature.digest.DigestNonces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The challenges ({@code WWW-Authenticate}) in the answer to an unknown caller: for a bearer token (RFC 6750, section
 * 3), and on the paths of Atlas's API for Digest (RFC 7616, section 3.3), too.
 *
 * <p>Each has its own line, because clients differ. Atlas's own read the first one only, and curl and Apache's the
 * first of Digest. Those that read the last one, such as the JDK's, which has turned MD5 off, or that read all lines as
 * one list, get the same nonce with SHA-256.
 */
@Component
public final class Challenges {

    private static final String STALE = Challenges.class.getName() + ".stale";
    private static final String BEARER = "Bearer";

    /** Of a client that wants an access token (RFC 6749, section 5.2). */
    private static final String CLIENT = "Basic realm=\"Linkgate\"";

    private final DigestNonces nonces;

    Challenges(DigestNonces nonces) {
        this.nonces = nonces;
    }

    /** Notes that a client may repeat the request with a new nonce at once, without asking anybody for another key. */
    public static void stale(HttpServletRequest request) {
        request.setAttribute(STALE, true);
    }

    /** @param reason why a bearer token is not accepted; left out if the request has none */
    public void write(HttpServletRequest request, HttpServletResponse response, String reason) {
        RequestedApi api = RequestedApi.of(request);
        if (api == RequestedApi.OAUTH) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CLIENT);
            return;
        }
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && CredentialConverter.hasToken(header)) {
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE,
                    BEARER + " error=\"invalid_token\", error_description=\"" + quotable(reason) + '"');
            return;
        }
        if (api == RequestedApi.ATLAS) {
            String nonce = nonces.issue();
            boolean stale = request.getAttribute(STALE) != null;
            for (DigestAlgorithm algorithm : DigestVerifier.ALGORITHMS) {
                response.addHeader(HttpHeaders.WWW_AUTHENTICATE, digest(algorithm, nonce, stale));
            }
        }
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, BEARER);
    }

    private static String digest(DigestAlgorithm algorithm, String nonce, boolean stale) {
        return "Digest realm=\"" + DigestVerifier.REALM + "\", nonce=\"" + nonce + "\", algorithm=" + algorithm.word()
                + ", qop=\"auth\", stale=" + stale;
    }

    /** The characters that RFC 6750 allows. Only an operator's own word, such as the name of a claim, has others. */
    private static String quotable(String text) {
        return text.replaceAll("[\"\\\\]", "'").replaceAll("[^ -~]", "?");
    }
}
