package dev.linkgate.gateway.inbound.authentication;

import dev.linkgate.gateway.access.key.ClientCertificate;
import dev.linkgate.gateway.access.oauth.ClientCredentials;
import dev.linkgate.gateway.access.oauth.OAuthForm;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.web.CurrentContext;
import dev.linkgate.gateway.platform.web.RequestedApi;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Identifies the caller by its bearer token, or by Digest on the paths of Atlas's API, and notes it in the request's
 * context. Unknown callers pass, because {@link RouteAuthorizationFilter} refuses them. A token must be sent once, and
 * in the header, which neither proxies nor logs keep.
 *
 * <p>A token that is sent decides alone. Only a request without one is identified by its client certificate, so a bad
 * token is refused whatever the certificate.
 *
 * <p>The client of a request for an access token is identified by HTTP Basic, or by the form, which is small and is
 * read here for that, and by nothing else. So a client in either way counts as itself, and not as one of the unknown
 * callers of its address.
 */
public final class AuthenticationFilter extends HttpFilter {

    private static final String REFUSAL = AuthenticationFilter.class.getName() + ".refusal";
    private static final String BEARER = "Bearer ";
    private static final String DIGEST = "Digest ";

    /** Matches keys, generated administrator's tokens, and the parameter of RFC 6750, section 2.3. */
    private static final Pattern TOKEN_IN_QUERY = Pattern.compile("lgk_|lga_|lgt_|(?:^|&)access_token=");

    private final Authenticator authenticator;
    private final DigestAuthenticator digests;

    public AuthenticationFilter(Authenticator authenticator, DigestAuthenticator digests) {
        this.authenticator = authenticator;
        this.digests = digests;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        refuseTokenInQuery(request.getQueryString());
        String header = authorization(request);
        if (RequestedApi.of(request) == RequestedApi.OAUTH) {
            try {
                note(authenticator.identifyClient(credentials(header, request), request), request);
            } catch (LinkgateException e) {
                request.setAttribute(REFUSAL, e.failure());
            }
        } else {
            note(identify(header, request), request);
        }
        chain.doFilter(request, response);
    }

    private static void note(Authenticator.Identity identity, HttpServletRequest request) {
        RequestContext context = CurrentContext.of(request);
        switch (identity) {
            case Authenticator.Identity.Known known -> context.identified(known.actor(), known.right());
            case Authenticator.Identity.Unknown unknown -> {
                context.identified(unknown.actor());
                request.setAttribute(REFUSAL, Failure.of(ProblemCode.UNAUTHENTICATED, unknown.reason()));
            }
        }
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

    private Authenticator.Identity identify(@Nullable String header, HttpServletRequest request) {
        if (header == null) {
            return authenticator.identifyWithoutToken(ClientCertificate.chainOf(request));
        }
        if (hasToken(header)) {
            return authenticator.identify(
                    Secret.of(header.substring(BEARER.length()).strip()), request);
        }
        if (header.strip().equalsIgnoreCase(BEARER.strip())) {
            return new Authenticator.Identity.Unknown("The token is empty; is the variable set that should have it?");
        }
        boolean takesDigest = RequestedApi.of(request) == RequestedApi.ATLAS;
        if (takesDigest && isOf(DIGEST, header)) {
            return digests.identify(header.substring(DIGEST.length()), request);
        }
        return new Authenticator.Identity.Unknown(
                "The Authorization header must be of the Bearer" + (takesDigest ? " or the Digest" : "") + " scheme.");
    }

    /** Whether an Authorization header has a bearer token. */
    static boolean hasToken(String header) {
        return isOf(BEARER, header);
    }

    private static boolean isOf(String scheme, String header) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** @throws LinkgateException if the form is not read to its end */
    private Optional<ClientCredentials> credentials(@Nullable String header, HttpServletRequest request) {
        if (header != null) {
            return ClientCredentials.ofHeader(header);
        }
        return request.getMethod().equals("POST") && request.getContentType() != null
                ? ClientCredentials.ofForm(OAuthForm.of(request))
                : Optional.empty();
    }

    /** Why a caller is anonymous. */
    static Failure refusalOf(HttpServletRequest request) {
        return Objects.requireNonNull((Failure) request.getAttribute(REFUSAL));
    }
}
