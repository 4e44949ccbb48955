package dev.linkgate.gateway.feature.identities.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jwt.proc.BadJWTException;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.ShownCredential;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.feature.identities.IdentityWords;
import dev.linkgate.gateway.feature.identities.ShownAssertion;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtIssuerAuthenticationManagerResolver;

/**
 * Identifies a caller by a JWT of one of the issuers that the operator trusts, and names the reason of a refusal. The
 * issuer that a token names is believed only to choose whose keys must have signed it.
 */
final class JwtProvider implements AuthenticationProvider, AutoCloseable {

    /** RFC 7515, section 7.1; the library would skip invalid characters. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");

    private static final String UNREADABLE = "The token has the form of a JWT, but cannot be read.";
    private static final String UNKNOWN_ISSUER = "The JWT is of another issuer (iss) than the accepted one.";
    private static final String UNKNOWN_KEY =
            "The JWT is not signed with a key of the accepted issuer: the key is unknown.";

    private final Map<String, Issuer> issuers;
    private final JwtIssuerAuthenticationManagerResolver managers;
    private final JwtCallers callers;
    private final Function<HttpServletRequest, Optional<Failure>> refusals;
    private final CheckedTokens known = new CheckedTokens();

    /**
     * @param issuers each with an {@code iss} of its own
     * @param refusals why a token of an unknown caller need not be read; it may ask no more for a while
     */
    JwtProvider(List<Issuer> issuers, JwtCallers callers, Function<HttpServletRequest, Optional<Failure>> refusals) {
        this.issuers = issuers.stream().collect(Collectors.toUnmodifiableMap(Issuer::uri, Function.identity()));
        Map<String, AuthenticationManager> checks =
                issuers.stream().collect(Collectors.toUnmodifiableMap(Issuer::uri, Issuer::checks));
        AuthenticationManagerResolver<String> named = uri -> checks.getOrDefault(uri, JwtProvider::refuse);
        this.managers = new JwtIssuerAuthenticationManagerResolver(named);
        this.callers = callers;
        this.refusals = refusals;
    }

    private static Authentication refuse(Authentication unknown) {
        throw new UnknownCaller(UNKNOWN_ISSUER);
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == ShownCredential.BearerToken.class || credential == ShownAssertion.class;
    }

    @Override
    public Authentication authenticate(Authentication shown) {
        return switch (shown) {
            case ShownCredential.BearerToken bearer -> {
                Jwt jwt = checked(bearer.token(), bearer.request());
                Confirmation.requireShown(jwt, bearer.request());
                CallerAuthentication caller = callers.caller(issuerOf(jwt), jwt, bearer.request());
                known.add(bearer.token().reveal());
                yield caller;
            }
            case ShownAssertion assertion -> {
                Jwt jwt = checked(assertion.token(), assertion.request());
                Confirmation.requireNone(jwt);
                yield callers.client(issuerOf(jwt), jwt, assertion.request());
            }
            default -> throw new IllegalArgumentException("no JWT");
        };
    }

    private Issuer issuerOf(Jwt jwt) {
        return Objects.requireNonNull(issuers.get(jwt.getClaimAsString("iss")));
    }

    private Jwt checked(Secret shown, HttpServletRequest request) {
        String token = shown.reveal();
        if (!COMPACT.matcher(token).matches()) {
            throw new UnknownCaller("The token is neither a known key nor a JWT.");
        }
        if (!known.contain(token)) {
            refusals.apply(request).ifPresent(refusal -> {
                throw new UnknownCaller(refusal);
            });
        }
        try {
            if (Nesting.isTooDeep(token)) {
                throw new UnknownCaller("The JWT is nested too deeply.");
            }
            Authentication checked = managers.resolve(request).authenticate(new BearerTokenAuthenticationToken(token));
            return ((JwtAuthenticationToken) checked).getToken();
        } catch (AuthenticationException | IllegalArgumentException e) {
            throw refusal(e);
        }
    }

    /** The refusal of a token. The cause tells more than the library's exception. */
    private static UnknownCaller refusal(Throwable refused) {
        return switch (refused) {
            case UnknownCaller known -> known;
            case JwtValidationException invalid ->
                new UnknownCaller(
                        String.valueOf(invalid.getErrors().iterator().next().getDescription()));
            case JWKSetUnavailableException unavailable ->
                new UnknownCaller(Failure.of(
                        IdentityWords.ISSUER_UNAVAILABLE,
                        "The JWT cannot be checked at the moment: its issuer's keys cannot be fetched."));
            case BadJWSException forged -> new UnknownCaller("The JWT's signature is not valid.");
            case BadJWTException unreadable -> new UnknownCaller(UNREADABLE);
            case ParseException unreadable -> new UnknownCaller(UNREADABLE);
            case IllegalArgumentException unreadable -> new UnknownCaller(UNREADABLE);
            case BadJOSEException unsigned -> new UnknownCaller(UNKNOWN_KEY);
            case JOSEException unsigned -> new UnknownCaller(UNKNOWN_KEY);
            default -> refused.getCause() == null ? new UnknownCaller(UNKNOWN_ISSUER) : refusal(refused.getCause());
        };
    }

    /** Stops updating the keys. */
    @Override
    public void close() throws IOException {
        for (Issuer issuer : issuers.values()) {
            issuer.close();
        }
    }
}
