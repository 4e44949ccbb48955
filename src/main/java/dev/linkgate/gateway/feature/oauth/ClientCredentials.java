package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client of OAuth authenticates with (RFC 6749, section 2.3.1).
 *
 * @param id the id of a team's key, if it is right
 * @param secret the whole key, if it is right
 */
public record ClientCredentials(String id, Secret secret) {

    private static final String BASIC = "Basic ";
    private static final String ID = "client_id";
    private static final String ASSERTION = "client_assertion";
    private static final String ASSERTION_TYPE = "client_assertion_type";
    private static final String JWT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String SECRET = "client_secret";

    /** The credentials of HTTP Basic; empty if the header has another scheme, or is not well-formed. */
    public static Optional<ClientCredentials> ofHeader(String authorization) {
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return parts.length < 2
                    ? Optional.empty()
                    : Optional.of(new ClientCredentials(decode(parts[0]), Secret.of(decode(parts[1]))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Each part is encoded as in a form. Keys have no character that this changes, so clients that leave it out work,
     * too.
     */
    private static String decode(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    /** The credentials of the form; empty if it does not have both. */
    public static Optional<ClientCredentials> ofForm(OAuthForm form) {
        return form.text(ID).flatMap(id -> form.secret(SECRET).map(secret -> new ClientCredentials(id, secret)));
    }

    /**
     * The JWT of a form that authenticates a client by one (RFC 7523, section 2.2); empty if there is none.
     *
     * @throws LinkgateException {@code invalid-request} if it is of another type, or not the only credential
     */
    public static Optional<Secret> assertionOf(OAuthForm form) {
        Optional<Secret> assertion = form.secret(ASSERTION);
        if (assertion.isPresent() || form.text(ASSERTION_TYPE).isPresent()) {
            if (assertion.isEmpty()
                    || form.text(SECRET).isPresent()
                    || !form.text(ASSERTION_TYPE).equals(Optional.of(JWT))) {
                throw Failure.of(
                                ProblemCode.INVALID_REQUEST,
                                "client_assertion is a JWT, without a client_secret, and client_assertion_type " + JWT
                                        + ".")
                        .toException();
            }
        }
        return assertion;
    }

    /** Whether a form authenticates a client, or names another one than the caller is. */
    static boolean areIn(OAuthForm form, String callerId) {
        return form.text(SECRET).isPresent()
                || form.text(ASSERTION).isPresent()
                || form.text(ID).filter(id -> !id.equals(callerId)).isPresent();
    }
}
