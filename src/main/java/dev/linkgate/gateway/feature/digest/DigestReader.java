package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.CredentialReader;
import dev.linkgate.gateway.core.inbound.authentication.ShownCredential;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Finds a Digest, on the paths of Atlas's API. */
@Component
final class DigestReader implements CredentialReader {

    private static final String BEARER = "Bearer ";
    private static final String DIGEST = "Digest ";

    /** @param parameters what follows the scheme in the request's header */
    record ShownDigest(String parameters, HttpServletRequest request) implements ShownCredential {}

    @Override
    public Optional<Authentication> read(@Nullable String authorization, HttpServletRequest request) {
        if (authorization == null || RequestedApi.of(request) != RequestedApi.ATLAS || isBearer(authorization)) {
            return Optional.empty();
        }
        return Optional.of(
                isOf(DIGEST, authorization)
                        ? new ShownDigest(authorization.substring(DIGEST.length()), request)
                        : CallerAuthentication.unknown(
                                "The Authorization header must be of the Bearer or the Digest scheme."));
    }

    /** Also without a token, which has a problem of its own. */
    private static boolean isBearer(String authorization) {
        return isOf(BEARER, authorization) || authorization.strip().equalsIgnoreCase(BEARER.strip());
    }

    private static boolean isOf(String scheme, String authorization) {
        return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
