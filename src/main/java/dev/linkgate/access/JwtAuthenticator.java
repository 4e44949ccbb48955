package dev.linkgate.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.Right;
import dev.linkgate.kernel.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Identifies a caller by a JWT (RFC 7519, with the advice of RFC 8725): signed by a key of the configured issuer, for
 * one of the configured audiences, valid now and not for long.
 */
final class JwtAuthenticator implements AutoCloseable {

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

    /** RFC 7515, section 7.1; the library would skip invalid characters. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final String ADMIN_SCOPE = "linkgate:admin";

    private static final Authenticator.Identity INVALID =
            new Authenticator.Identity.Unknown("The token is neither a known key nor a valid JWT.");

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final JWKSource<SecurityContext> keys;
    private final JwtSettings settings;
    private final InstantSource clock;

    JwtAuthenticator(
            String issuer,
            Set<String> audiences,
            JWKSource<SecurityContext> keys,
            JwtSettings settings,
            InstantSource clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        DefaultJWTClaimsVerifier<SecurityContext> standard =
                new DefaultJWTClaimsVerifier<>(
                        audiences,
                        new JWTClaimsSet.Builder().issuer(issuer).build(),
                        Set.of(JWTClaimNames.EXPIRATION_TIME),
                        null) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        standard.setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
        processor.setJWTClaimsSetVerifier(standard);
    }

    Authenticator.Identity identify(Secret token) {
        if (!COMPACT.matcher(token.reveal()).matches()) {
            return INVALID;
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token.reveal());
            processor.process(jwt, null);
            return caller(new JwtClaims(jwt.getPayload().toJSONObject()));
        } catch (JWKSetUnavailableException e) {
            return new Authenticator.Identity.Unknown(
                    "The JWT cannot be checked at the moment: its issuer's keys cannot be fetched.");
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            return INVALID;
        }
    }

    private Authenticator.Identity caller(JwtClaims claims) throws BadJWTException {
        Instant now = clock.instant().plus(CLOCK_SKEW);
        claims.requireNotAfter(JWTClaimNames.EXPIRATION_TIME, now.plus(settings.maxLife()));
        for (String start : List.of(JWTClaimNames.NOT_BEFORE, JWTClaimNames.ISSUED_AT)) {
            if (claims.has(start)) {
                claims.requireNotAfter(start, now);
            }
        }
        Right right = rightUntil(claims.time(JWTClaimNames.EXPIRATION_TIME).plus(CLOCK_SKEW));
        String subject = subject(claims);
        String team = claims.text(settings.teamClaim());
        if (!team.isEmpty() && !Team.isName(team)) {
            throw new BadJWTException("The team claim is not a valid team name.");
        }
        if (claims.words("scope").contains(ADMIN_SCOPE)) {
            return new Authenticator.Identity.Known(Actor.jwtAdministrator(subject), right);
        }
        return team.isEmpty()
                ? new Authenticator.Identity.Unknown(
                        "The JWT names no team in its claim '" + settings.teamClaim() + "'.")
                : new Authenticator.Identity.Known(Actor.jwt(team, subject), right);
    }

    private Right rightUntil(Instant end) {
        return () -> clock.instant().isBefore(end)
                ? new Right.Held()
                : new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, "The JWT has expired in the meantime."));
    }

    private static String subject(JwtClaims claims) throws BadJWTException {
        String subject = claims.text(JWTClaimNames.SUBJECT);
        if (!RecordedSubject.isFit(subject)) {
            throw new BadJWTException("The subject is too long, or contains invisible characters.");
        }
        return subject;
    }

    /** Stops updating the keys. */
    @Override
    public void close() throws IOException {
        if (keys instanceof Closeable source) {
            source.close();
        }
    }
}
