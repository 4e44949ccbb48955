package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Finds what a request shows of its caller: what a {@link CredentialReader} knows, or a bearer token. A token must be
 * sent once, and in the header, which neither proxies nor logs keep. A request that shows nothing, or nothing that can
 * be read, has an unknown caller.
 *
 * <p>A header that is sent decides alone, so a bad token is refused whatever else the request shows.
 */
final class CredentialConverter implements AuthenticationConverter {

    static final String NO_CREDENTIAL = "Send a bearer token in the Authorization header.";

    private static final String BEARER = "Bearer ";

    /** Matches keys, generated administrator's tokens, and the parameter of RFC 6750, section 2.3. */
    private static final Pattern TOKEN_IN_QUERY = Pattern.compile("lgk_|lga_|lgt_|(?:^|&)access_token=");

    private final List<CredentialReader> readers;

    CredentialConverter(List<CredentialReader> readers) {
        this.readers = readers;
    }

    @Override
    public Authentication convert(HttpServletRequest request) {
        refuseTokenInQuery(request.getQueryString());
        String header = authorization(request);
        for (CredentialReader reader : readers) {
            Optional<Authentication> read = reader.read(header, request);
            if (read.isPresent()) {
                return read.get();
            }
        }
        return header == null ? CallerAuthentication.unknown(NO_CREDENTIAL) : ofHeader(header, request);
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

    private static Authentication ofHeader(String header, HttpServletRequest request) {
        if (hasToken(header)) {
            return new ShownCredential.BearerToken(
                    Secret.of(header.substring(BEARER.length()).strip()), request);
        }
        if (header.strip().equalsIgnoreCase(BEARER.strip())) {
            return CallerAuthentication.unknown("The token is empty; is the variable set that should have it?");
        }
        return CallerAuthentication.unknown("The Authorization header must be of the Bearer scheme.");
    }

    /** Whether an Authorization header has a bearer token. */
    static boolean hasToken(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }
}
