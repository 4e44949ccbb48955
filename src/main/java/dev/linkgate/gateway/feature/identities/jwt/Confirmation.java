package dev.linkgate.gateway.feature.identities.jwt;

import dev.linkgate.gateway.core.access.key.CertificateThumbprint;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a JWT is bound to (RFC 7800): a thief cannot use the JWT without that. Only a client certificate can be shown
 * here (RFC 8705, section 3.1). Spring's own validator of it takes every other binding for none.
 */
final class Confirmation {

    private static final String CLAIM = "cnf";
    private static final String CERTIFICATE = "x5t#S256";
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

    private Confirmation() {}

    /** @throws UnknownCaller if the JWT is bound to something that the request does not show */
    static void requireShown(Jwt jwt, HttpServletRequest request) {
        Object bound = jwt.getClaim(CLAIM);
        if (bound == null) {
            return;
        }
        if (!(bound instanceof Map<?, ?> methods)
                || !methods.keySet().equals(Set.of(CERTIFICATE))
                || !(methods.get(CERTIFICATE) instanceof String thumbprint)
                || !THUMBPRINT.matcher(thumbprint).matches()) {
            throw new UnknownCaller("The JWT is bound (cnf) to something other than a client certificate (x5t#S256).");
        }
        if (!CertificateThumbprint.of(thumbprint).isShownBy(request)) {
            throw new UnknownCaller("The JWT is bound (cnf) to a client certificate that the request does not show.");
        }
    }

    /** @throws UnknownCaller if the JWT is bound at all: an access token for it would not be */
    static void requireNone(Jwt jwt) {
        if (jwt.hasClaim(CLAIM)) {
            throw new UnknownCaller("The JWT is bound (cnf), and an access token would not be. Use one that is not.");
        }
    }
}
