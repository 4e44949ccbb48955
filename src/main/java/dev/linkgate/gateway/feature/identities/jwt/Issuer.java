package dev.linkgate.gateway.feature.identities.jwt;

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
import dev.linkgate.gateway.core.access.principal.Claims;
import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.kernel.VisibleText;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * An issuer of JWTs (RFC 7519, with the advice of RFC 8725). A JWT of it is accepted if it is signed by one of its
 * keys, is for one of the audiences, and is valid now but not for long.
 *
 * <p>Claims are examined only after the signature, so a forger of tokens does not learn what they should be.
 */
final class Issuer implements Closeable {

    /** How far its clock may be off. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

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

    private static final Set<JOSEObjectType> TYPES =
            Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    /** OpenID Connect Core 1.0, section 2. */
    private static final int LONGEST_SUBJECT = 255;

    /** Beside the longest subject it must fit on a record, each with escapes. */
    private static final int LONGEST_NAME = 64;

    /** Far beyond any token's end, in seconds since 1970. */
    private static final double LAST = 1e11;

    private final String name;
    private final IssuerSettings.OfIssuer settings;
    private final JWKSource<SecurityContext> keys;
    private final InstantSource clock;

    /** @param name the operator's */
    Issuer(String name, IssuerSettings.OfIssuer settings, JWKSource<SecurityContext> keys, InstantSource clock) {
        this.name = name;
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    String name() {
        return name;
    }

    /** Its {@code iss}. */
    String uri() {
        return settings.uri();
    }

    /**
     * The team that a JWT names in the issuer's claim for it; empty if it names none, or if the issuer has no such claim.
     *
     * @throws UnknownCaller if the claim is not the name of a team
     */
    Optional<String> teamOf(Jwt jwt) {
        Object value = settings.teamClaim() == null ? null : Claims.valueOf(jwt.getClaims(), settings.teamClaim());
        if (value == null || value.equals("")) {
            return Optional.empty();
        }
        if (value instanceof String team && Team.isName(team)) {
            return Optional.of(team);
        }
        throw new UnknownCaller("The JWT's claim " + settings.teamClaim() + " is not the name of a team.");
    }

    /** The readable name of a JWT's holder; absent if it has none, or if that is none to show. */
    @Nullable
    String nameOf(Jwt jwt) {
        return settings.nameClaim() != null
                        && Claims.valueOf(jwt.getClaims(), settings.nameClaim()) instanceof String name
                        && VisibleText.is(name, LONGEST_NAME)
                ? name
                : null;
    }

    /** Why a JWT belongs to no caller. */
    String nobody() {
        return settings.teamClaim() == null
                ? "The JWT fits no identity of a team."
                : "The JWT names no team in its claim '" + settings.teamClaim() + "', and fits no identity.";
    }

    /** Checks its JWTs. */
    AuthenticationManager checks() {
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(new Signatures(keys, algorithms()));
        decoder.setClaimSetConverter(this::typed);
        decoder.setJwtValidator(rules());
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter(JwtAuthenticationToken::new);
        return new ProviderManager(provider);
    }

    private Set<JWSAlgorithm> algorithms() {
        return settings.algorithms().isEmpty()
                ? ALGORITHMS
                : settings.algorithms().stream().map(this::algorithm).collect(Collectors.toUnmodifiableSet());
    }

    private JWSAlgorithm algorithm(String word) {
        JWSAlgorithm algorithm = new JWSAlgorithm(word);
        if (ALGORITHMS.contains(algorithm)) {
            return algorithm;
        }
        throw new StartRefused(
                "linkgate.issuers." + name + ".algorithms has one that is not safe, or not known.",
                "Name some of "
                        + ALGORITHMS.stream().map(Object::toString).sorted().collect(Collectors.joining(", ")) + ".");
    }

    /** Keeps the claims as they are in the payload: the library would take a number for a text, and let times overflow. */
    private static final class Signatures extends DefaultJWTProcessor<SecurityContext> {

        private final Set<JWSAlgorithm> algorithms;

        Signatures(JWKSource<SecurityContext> keys, Set<JWSAlgorithm> algorithms) {
            this.algorithms = algorithms;
            setJWSTypeVerifier((type, context) -> {
                if (type != null && !TYPES.contains(type)) {
                    throw new UnknownCaller("The token is another kind of JWT: its type must be JWT or at+jwt.");
                }
            });
            setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
            setJWTClaimsSetVerifier(null);
        }

        @Override
        public JWTClaimsSet process(SignedJWT jwt, @Nullable SecurityContext context)
                throws BadJOSEException, JOSEException {
            if (!algorithms.contains(jwt.getHeader().getAlgorithm())) {
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
        typed.computeIfPresent("iat", Issuer::time);
        Object issued = typed.get("iat");
        if (issued != null && isAfter((Instant) issued, CLOCK_SKEW)) {
            throw new UnknownCaller(tooLate("iat"));
        }
        if (issued != null && typed.get("exp") instanceof Instant end && !end.isAfter((Instant) issued)) {
            typed.remove("iat"); // the library wants it before exp, without regard to clocks
        }
        if (!(typed.getOrDefault("sub", "") instanceof String)) {
            throw mistyped("sub");
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
        JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
        times.setClock(clock.withZone(ZoneOffset.UTC));
        times.setAllowEmptyExpiryClaim(false);
        return new DelegatingOAuth2TokenValidator<>(
                new JwtIssuerValidator(uri()),
                rule(
                        "The JWT is for another audience (aud) than this gateway.",
                        jwt -> !Collections.disjoint(settings.audiences(), list(jwt, "aud"))),
                times,
                rule(
                        tooLate("exp"),
                        jwt -> !isAfter(jwt.getExpiresAt(), settings.maxLife().plus(CLOCK_SKEW))),
                rule(
                        "The JWT's subject (sub) is too long, or contains invisible characters.",
                        jwt -> VisibleText.isOrEmpty(text(jwt, "sub"), LONGEST_SUBJECT)));
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

    static List<String> list(Jwt jwt, String claim) {
        return Objects.requireNonNullElse(jwt.getClaimAsStringList(claim), List.of());
    }

    static String text(Jwt jwt, String claim) {
        return Objects.requireNonNullElse(jwt.getClaimAsString(claim), "");
    }

    /** Holds until a JWT ends by any clock. */
    Right rightOf(Jwt jwt) {
        Instant end = Objects.requireNonNull(jwt.getExpiresAt()).plus(CLOCK_SKEW);
        return () -> clock.instant().isBefore(end)
                ? new Right.Held()
                : new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, "The JWT has expired in the meantime."));
    }

    /** Stops updating its keys. */
    @Override
    public void close() throws IOException {
        if (keys instanceof Closeable source) {
            source.close();
        }
    }
}
