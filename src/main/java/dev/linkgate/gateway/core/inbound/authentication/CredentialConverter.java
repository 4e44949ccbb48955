package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.access.key.ClientCertificate;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import dev.linkgate.gateway.feature.oauth.ClientCredentials;
import dev.linkgate.gateway.feature.oauth.OAuthForm;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Finds what a request shows of its caller: a bearer token, or a Digest on the paths of Atlas's API. A token must be
 * sent once, and in the header, which neither proxies nor logs keep. A request that shows nothing, or nothing that can
 * be read, has an unknown caller.
 *
 * <p>A header that is sent decides alone. Only a request without one shows its client certificate, so a bad token is
 * refused whatever the certificate.
 *
 * <p>The client of a request for an access token shows itself by HTTP Basic, or by the form, which is small and is read
 * here for that, and by nothing else. So a client in either way counts as itself, and not as one of the unknown callers
 * of its address.
 */
final class CredentialConverter implements AuthenticationConverter {

    static final String NO_CREDENTIAL = "Send a bearer token in the Authorization header.";

    private static final String BEARER = "Bearer ";
    private static final String DIGEST = "Digest ";

    /** Matches keys, generated administrator's tokens, and the parameter of RFC 6750, section 2.3. */
    private static final Pattern TOKEN_IN_QUERY = Pattern.compile("lgk_|lga_|lgt_|(?:^|&)access_token=");

    @Override
    public Authentication convert(HttpServletRequest request) {
        refuseTokenInQuery(request.getQueryString());
        String header = authorization(request);
        if (RequestedApi.of(request) == RequestedApi.OAUTH) {
            return client(header, request);
        }
        return header == null ? certificate(request) : ofHeader(header, request);
    }

    private static void refuseTokenInQuery(@Nullable String query) {
        if (query != null && TOKEN_IN_QUERY.matcher(query).find()) {
            throw Failure.of(
                            ProblemCode.INVALID_REQUEST,
                            "Send the token in the Authorization header. Queries are kept in logs and histories,"
                                    + " so a token that was sent in one should be replaced.")
                    .toException();
        }
    }

    private static @Nullable String authorization(HttpServletRequest request) {
        Enumeration<String> lines = request.getHeaders(HttpHeaders.AUTHORIZATION);
        String first = lines.hasMoreElements() ? lines.nextElement() : null;
        if (lines.hasMoreElements()) {
            throw Failure.invalid(HttpHeaders.AUTHORIZATION, "must be sent once")
                    .toException();
        }
        return first;
    }

    private static Authentication certificate(HttpServletRequest request) {
        List<X509Certificate> chain = ClientCertificate.chainOf(request);
        return chain.isEmpty() ? unknown(NO_CREDENTIAL) : new ShownCredential.Certificate(chain, request);
    }

    private static Authentication ofHeader(String header, HttpServletRequest request) {
        if (hasToken(header)) {
            return new ShownCredential.BearerToken(
                    Secret.of(header.substring(BEARER.length()).strip()), request);
        }
        if (header.strip().equalsIgnoreCase(BEARER.strip())) {
            return unknown("The token is empty; is the variable set that should have it?");
        }
        boolean takesDigest = RequestedApi.of(request) == RequestedApi.ATLAS;
        if (takesDigest && isOf(DIGEST, header)) {
            return new ShownCredential.Digest(header.substring(DIGEST.length()), request);
        }
        return unknown(
                "The Authorization header must be of the Bearer" + (takesDigest ? " or the Digest" : "") + " scheme.");
    }

    /** Whether an Authorization header has a bearer token. */
    static boolean hasToken(String header) {
        return isOf(BEARER, header);
    }

    private static boolean isOf(String scheme, String header) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static Authentication client(@Nullable String header, HttpServletRequest request) {
        try {
            Optional<Secret> assertion = header == null && isForm(request)
                    ? ClientCredentials.assertionOf(OAuthForm.of(request))
                    : Optional.empty();
            if (assertion.isPresent()) {
                return new ShownCredential.Assertion(assertion.get(), request);
            }
            return credentials(header, request)
                    .<Authentication>map(client -> new ShownCredential.Client(client, request))
                    .orElseGet(() -> unknown(
                            "Authenticate with HTTP Basic, or in the form with client_id and client_secret, or with"
                                    + " client_assertion."));
        } catch (LinkgateException e) {
            return CallerAuthentication.unknown(Actor.ANONYMOUS, e.failure());
        }
    }

    /** @throws LinkgateException if the form is not read to its end */
    private static Optional<ClientCredentials> credentials(@Nullable String header, HttpServletRequest request) {
        if (header != null) {
            return ClientCredentials.ofHeader(header);
        }
        return isForm(request) ? ClientCredentials.ofForm(OAuthForm.of(request)) : Optional.empty();
    }

    private static boolean isForm(HttpServletRequest request) {
        return request.getMethod().equals("POST") && request.getContentType() != null;
    }

    private static CallerAuthentication unknown(String reason) {
        return CallerAuthentication.unknown(Actor.ANONYMOUS, Failure.of(ProblemCode.UNAUTHENTICATED, reason));
    }
}
