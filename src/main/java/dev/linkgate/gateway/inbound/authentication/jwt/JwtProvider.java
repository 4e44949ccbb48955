package dev.linkgate.gateway.inbound.authentication.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.linkgate.gateway.access.principal.Team;
import dev.linkgate.gateway.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.inbound.authentication.RecordedSubject;
import dev.linkgate.gateway.inbound.authentication.ShownCredential;
import dev.linkgate.gateway.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import java.io.Closeable;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;

/**
 * Identifies a caller by a JWT (RFC 7519, with the advice of RFC 8725) that is signed by a key of the configured
 * issuer, is for one of the configured audiences, valid now but not for long, and names a team.
 *
 * <p>It names the reason of a refusal. Claims are examined only after the signature, so whoever forges a token learns
 * nothing of what they should be. They are taken from the payload as they are: a claim of another type than in the
 * standards is refused, where the libraries would convert it.
 */
final class JwtProvider implements AuthenticationProvider, AutoCloseable {

    /** How far an issuer's clock may be off, in seconds. */
    private static final long CLOCK_SKEW = 60;

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

    /** RFC 7515, section 7.1; the library would skip invalid characters. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");

    private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
    private final String issuer;
    private final Set<String> audiences;
    private final JWKSource<SecurityContext> keys;
    private final JwtSettings settings;
    private final InstantSource clock;

    JwtProvider(
            String issuer,
            Set<String> audiences,
            JWKSource<SecurityContext> keys,
            JwtSettings settings,
            InstantSource clock) {
        this.issuer = issuer;
        this.audiences = audiences;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
        signatures.setJWSTypeVerifier((type, context) -> {}); // requireFitHeader does
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        signatures.setJWTClaimsSetVerifier(null);
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == ShownCredential.BearerToken.class;
    }

    @Override
    public Authentication authenticate(Authentication shown) {
        return caller(verified(((ShownCredential.BearerToken) shown).token().reveal()));
    }

    /** The claims of a JWT that the issuer has signed, with the types of JSON. */
    private Map<String, Object> verified(String token) {
        if (!COMPACT.matcher(token).matches()) {
            throw new UnknownCaller("The token is neither a known key nor a JWT.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            requireFitHeader(jwt.getHeader());
            signatures.process(jwt, null);
            return jwt.getPayload().toJSONObject();
        } catch (JWKSetUnavailableException e) {
            throw new UnknownCaller("The JWT cannot be checked at the moment: its issuer's keys cannot be fetched.");
        } catch (BadJWSException e) {
            throw new UnknownCaller("The JWT's signature is not valid.");
        } catch (BadJWTException | ParseException | IllegalArgumentException e) {
            throw new UnknownCaller("The token has the form of a JWT, but cannot be read.");
        } catch (BadJOSEException | JOSEException e) {
            throw new UnknownCaller("The JWT is not signed with a key of the accepted issuer: the key is unknown.");
        }
    }

    private static void requireFitHeader(JWSHeader header) {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw new UnknownCaller("The JWT is signed with an algorithm that is not accepted.");
        }
        if (header.getType() != null && !TYPES.contains(header.getType())) {
            throw new UnknownCaller("The token is another kind of JWT: its type must be JWT or at+jwt.");
        }
    }

    private CallerAuthentication caller(Map<String, Object> claims) {
        if (!issuer.equals(claims.get("iss"))) {
            throw new UnknownCaller("The JWT is of another issuer (iss) than the accepted one.");
        }
        if (Collections.disjoint(audiences, texts(claims, "aud"))) {
            throw new UnknownCaller("The JWT is for another audience (aud) than this gateway.");
        }
        Right right = rightUntil(end(claims));
        String subject = text(claims, "sub");
        if (!RecordedSubject.isFit(subject)) {
            throw new UnknownCaller("The JWT's subject (sub) is too long, or contains invisible characters.");
        }
        String team = text(claims, settings.teamClaim());
        if (!team.isEmpty() && !Team.isName(team)) {
            throw new UnknownCaller("The JWT's claim " + settings.teamClaim() + " is not the name of a team.");
        }
        if (authorities(claims).contains(ADMIN_SCOPE)) {
            return CallerAuthentication.known(Actor.jwtAdministrator(subject), right);
        }
        if (team.isEmpty()) {
            throw new UnknownCaller("The JWT names no team in its claim '" + settings.teamClaim() + "'.");
        }
        return CallerAuthentication.known(Actor.jwt(team, subject), right);
    }

    /** When it ends by any clock, if it is valid now. */
    private Instant end(Map<String, Object> claims) {
        double now = clock.millis() / 1000.0;
        if (claims.get("exp") == null) {
            throw new UnknownCaller("The JWT has no expiry (exp).");
        }
        double end = seconds(claims, "exp");
        if (end + CLOCK_SKEW <= now) {
            throw new UnknownCaller("The JWT has expired.");
        }
        if (seconds(claims, "nbf") >= now + CLOCK_SKEW) {
            throw new UnknownCaller("The JWT is not valid yet (nbf).");
        }
        if (end > now + CLOCK_SKEW + settings.maxLife().toSeconds()) {
            throw tooLate("exp");
        }
        if (seconds(claims, "iat") > now + CLOCK_SKEW) {
            throw tooLate("iat");
        }
        return Instant.ofEpochSecond((long) end + CLOCK_SKEW);
    }

    /** A claim that is a time, in whole seconds since 1970, which may be far beyond any date; 0 if it is absent. */
    private static double seconds(Map<String, Object> claims, String name) {
        return switch (claims.get(name)) {
            case null -> 0;
            case Number seconds -> Math.floor(seconds.doubleValue());
            default -> throw tooLate(name);
        };
    }

    private static UnknownCaller tooLate(String name) {
        return new UnknownCaller("The JWT's claim " + name + " is not a time, or is too far ahead.");
    }

    /** A claim that is a string; empty if it is absent. */
    private static String text(Map<String, Object> claims, String name) {
        return switch (claims.get(name)) {
            case null -> "";
            case String text -> text;
            default -> throw mistyped(name);
        };
    }

    /** A claim that is a list of strings, or one string. */
    private static List<String> texts(Map<String, Object> claims, String name) {
        if (!(claims.get(name) instanceof List<?> list)) {
            return List.of(text(claims, name));
        }
        if (!list.stream().allMatch(String.class::isInstance)) {
            throw mistyped(name);
        }
        return list.stream().map(String.class::cast).toList();
    }

    /** One string has spaces between the words (RFC 8693, section 4.2). */
    private static List<String> authorities(Map<String, Object> claims) {
        return claims.get("scope") instanceof String text ? List.of(text.split(" ", -1)) : texts(claims, "scope");
    }

    private static UnknownCaller mistyped(String name) {
        return new UnknownCaller("The JWT's claim " + name + " has the wrong type.");
    }

    private Right rightUntil(Instant end) {
        return () -> clock.instant().isBefore(end)
                ? new Right.Held()
                : new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, "The JWT has expired in the meantime."));
    }

    /** Stops updating the keys. */
    @Override
    public void close() throws IOException {
        if (keys instanceof Closeable source) {
            source.close();
        }
    }
}
