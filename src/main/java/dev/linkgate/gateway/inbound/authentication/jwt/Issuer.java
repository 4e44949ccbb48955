package dev.linkgate.gateway.inbound.authentication.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.linkgate.gateway.access.principal.Team;
import dev.linkgate.gateway.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.inbound.authentication.RecordedSubject;
import dev.linkgate.gateway.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/**
 * An issuer of JWTs (RFC 7519, with the advice of RFC 8725). A JWT of it is accepted if it is signed by one of its
 * keys, is for one of the audiences, is valid now but not for long, and names a team.
 *
 * <p>Claims are examined only after the signature, so whoever forges a token learns nothing of what they should be.
 */
final class Issuer implements Closeable {

    /** How far its clock may be off. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private static final String ADMIN_SCOPE = "linkgate:admin";

    /** Asymmetric algorithms only: with a symmetric one, a public key could be used as the secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Set<JOSEObjectType> TYPES = Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));

    /** Far beyond any token's end, in seconds since 1970. */
    private static final double LAST = 1e11;

    private final String name;
    private final Set<String> audiences;
    private final JWKSource<SecurityContext> keys;
    private final JwtSettings settings;
    private final InstantSource clock;

    /** @param name its {@code iss} */
    Issuer(
            String name,
            Set<String> audiences,
            JWKSource<SecurityContext> keys,
            JwtSettings settings,
            InstantSource clock) {
        this.name = name;
        this.audiences = audiences;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    String name() {
        return name;
    }

    /** Knows the callers with its JWTs. */
    AuthenticationManager callers() {
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(new Signatures(keys));
        decoder.setClaimSetConverter(this::typed);
        decoder.setJwtValidator(rules());
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter(this::caller);
        return new ProviderManager(provider);
    }

    /** Keeps the claims as they are in the payload: the library would take a number for a text, and let times overflow. */
    private static final class Signatures extends DefaultJWTProcessor<SecurityContext> {

        Signatures(JWKSource<SecurityContext> keys) {
            setJWSTypeVerifier((type, context) -> {
                if (type != null && !TYPES.contains(type)) {
                    throw new UnknownCaller("The token is another kind of JWT: its type must be JWT or at+jwt.");
                }
            });
            setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
            setJWTClaimsSetVerifier(null);
        }

        @Override
        public JWTClaimsSet process(SignedJWT jwt, @Nullable SecurityContext context)
                throws BadJOSEException, JOSEException {
            if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
                throw new UnknownCaller("The JWT is signed with an algorithm that is not accepted.");
            }
            super.process(jwt, context);
            JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
            jwt.getPayload().toJSONObject().forEach(claims::claim);
            return claims.build();
        }
    }

    /** The claims with Java's types. A claim of another type than in the standards is refused. */
    private Map<String, Object> typed(Map<String, Object> claims) {
        Map<String, Object> typed = new HashMap<>(claims);
        typed.values().removeIf(Objects::isNull);
        for (String name : List.of("exp", "nbf")) {
            typed.computeIfPresent(name, Issuer::time);
        }
        Object issued = typed.remove("iat"); // the library wants it before exp, without regard to clocks
        if (issued != null && isAfter(time("iat", issued), CLOCK_SKEW)) {
            throw new UnknownCaller(tooLate("iat"));
        }
        for (String name : List.of("sub", settings.teamClaim())) {
            if (!(typed.getOrDefault(name, "") instanceof String)) {
                throw mistyped(name);
            }
        }
        // One string has spaces between the words (RFC 8693, section 4.2).
        typed.computeIfPresent(
                "scope",
                (name, value) -> value instanceof String text ? List.of(text.split(" ", -1)) : texts(name, value));
        typed.computeIfPresent(
                "aud", (name, value) -> value instanceof String text ? List.of(text) : texts(name, value));
        return typed;
    }

    /** A time in whole seconds since 1970. */
    private static Instant time(String name, Object value) {
        if (value instanceof Number seconds && Math.abs(seconds.doubleValue()) < LAST) {
            return Instant.ofEpochSecond((long) Math.floor(seconds.doubleValue()));
        }
        throw new UnknownCaller(tooLate(name));
    }

    private static List<?> texts(String name, Object value) {
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list;
        }
        throw mistyped(name);
    }

    private static UnknownCaller mistyped(String name) {
        return new UnknownCaller("The JWT's claim " + name + " has the wrong type.");
    }

    private static String tooLate(String name) {
        return "The JWT's claim " + name + " is not a time, or is too far ahead.";
    }

    /** What must hold of a token; the first that does not is the reason of its refusal. */
    private OAuth2TokenValidator<Jwt> rules() {
        String claim = settings.teamClaim();
        return new DelegatingOAuth2TokenValidator<>(
                new JwtIssuerValidator(name),
                rule(
                        "The JWT is for another audience (aud) than this gateway.",
                        jwt -> !Collections.disjoint(audiences, list(jwt, "aud"))),
                rule("The JWT has no expiry (exp).", jwt -> jwt.getExpiresAt() != null),
                rule("The JWT has expired.", jwt -> isAfter(jwt.getExpiresAt(), CLOCK_SKEW.negated())),
                rule(
                        "The JWT is not valid yet (nbf).",
                        jwt -> jwt.getNotBefore() == null
                                || jwt.getNotBefore().isBefore(clock.instant().plus(CLOCK_SKEW))),
                rule(
                        tooLate("exp"),
                        jwt -> !isAfter(jwt.getExpiresAt(), settings.maxLife().plus(CLOCK_SKEW))),
                rule(
                        "The JWT's subject (sub) is too long, or contains invisible characters.",
                        jwt -> RecordedSubject.isFit(text(jwt, "sub"))),
                rule(
                        "The JWT's claim " + claim + " is not the name of a team.",
                        jwt -> text(jwt, claim).isEmpty() || Team.isName(text(jwt, claim))),
                rule(
                        "The JWT names no team in its claim '" + claim + "'.",
                        jwt -> isAdministrators(jwt) || !text(jwt, claim).isEmpty()));
    }

    private static OAuth2TokenValidator<Jwt> rule(String otherwise, Predicate<Jwt> holds) {
        OAuth2TokenValidatorResult refused =
                OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, otherwise, null));
        return jwt -> holds.test(jwt) ? OAuth2TokenValidatorResult.success() : refused;
    }

    /** @return false if it is absent */
    private boolean isAfter(@Nullable Instant time, Duration fromNow) {
        return time != null && time.isAfter(clock.instant().plus(fromNow));
    }

    private static boolean isAdministrators(Jwt jwt) {
        return list(jwt, "scope").contains(ADMIN_SCOPE);
    }

    private static List<String> list(Jwt jwt, String claim) {
        return Objects.requireNonNullElse(jwt.getClaimAsStringList(claim), List.of());
    }

    private static String text(Jwt jwt, String claim) {
        return Objects.requireNonNullElse(jwt.getClaimAsString(claim), "");
    }

    private CallerAuthentication caller(Jwt jwt) {
        Instant end = Objects.requireNonNull(jwt.getExpiresAt()).plus(CLOCK_SKEW);
        Right untilThen = () -> clock.instant().isBefore(end)
                ? new Right.Held()
                : new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, "The JWT has expired in the meantime."));
        Actor actor = isAdministrators(jwt)
                ? Actor.jwtAdministrator(text(jwt, "sub"))
                : Actor.jwt(text(jwt, settings.teamClaim()), text(jwt, "sub"));
        return CallerAuthentication.known(actor, untilThen);
    }

    /** Stops updating its keys. */
    @Override
    public void close() throws IOException {
        if (keys instanceof Closeable source) {
            source.close();
        }
    }
}
