package dev.linkgate.gateway.edge;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The value of {@code WWW-Authenticate} in the answer to an unknown caller (RFC 6750, section 3). */
final class BearerChallenge {

    private static final String SCHEME = "Bearer";

    private BearerChallenge() {}

    /** @param reason why the token is not accepted; left out if the request has none */
    static String to(HttpServletRequest request, String reason) {
        return hasToken(request.getHeader(HttpHeaders.AUTHORIZATION))
                ? SCHEME + " error=\"invalid_token\", error_description=\"" + quotable(reason) + '"'
                : SCHEME;
    }

    private static boolean hasToken(@Nullable String authorization) {
        String scheme = SCHEME + ' ';
        return authorization != null && authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** The characters that RFC 6750 allows. Only an operator's own word, such as the name of a claim, has others. */
    private static String quotable(String text) {
        return text.replaceAll("[\"\\\\]", "'").replaceAll("[^ -~]", "?");
    }
}
