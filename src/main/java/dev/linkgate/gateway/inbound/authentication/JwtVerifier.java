package dev.linkgate.gateway.inbound.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.linkgate.kernel.Secret;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Date;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Verifies the signature and the standard claims of a JWT (RFC 7519, with the advice of RFC 8725): signed by a key of
 * the configured issuer, for one of the configured audiences, and valid now.
 *
 * <p>It names the reason of a refusal. Claims are examined only after the signature, so whoever forges a token learns
 * nothing of what they should be.
 */
final class JwtVerifier {

    static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

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

    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

    /** RFC 7515, section 7.1; the library would skip invalid characters. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");

    private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
    private final DefaultJWTClaimsVerifier<SecurityContext> claims;
    private final String issuer;
    private final Set<String> audiences;

    JwtVerifier(String issuer, Set<String> audiences, JWKSource<SecurityContext> keys, InstantSource clock) {
        this.issuer = issuer;
        this.audiences = audiences;
        signatures.setJWSTypeVerifier(TYPES);
        signatures.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        signatures.setJWTClaimsSetVerifier(null);
        claims =
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
        claims.setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
    }

    JwtClaims verify(Secret token) throws JwtRefused {
        if (!COMPACT.matcher(token.reveal()).matches()) {
            throw new JwtRefused("The token is neither a known key nor a JWT.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token.reveal());
            verifyClaims(verifySignature(jwt));
            return new JwtClaims(jwt.getPayload().toJSONObject());
        } catch (ParseException | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private JWTClaimsSet verifySignature(SignedJWT jwt) throws JwtRefused {
        requireFitHeader(jwt.getHeader());
        try {
            return signatures.process(jwt, null);
        } catch (JWKSetUnavailableException e) {
            throw new JwtRefused("The JWT cannot be checked at the moment: its issuer's keys cannot be fetched.");
        } catch (BadJWSException e) {
            throw new JwtRefused("The JWT's signature is not valid.");
        } catch (BadJWTException e) {
            throw unreadable();
        } catch (BadJOSEException | JOSEException e) {
            throw new JwtRefused("The JWT is not signed with a key of the accepted issuer: the key is unknown.");
        }
    }

    private static void requireFitHeader(JWSHeader header) throws JwtRefused {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            throw new JwtRefused("The JWT is signed with an algorithm that is not accepted.");
        }
        try {
            TYPES.verify(header.getType(), null);
        } catch (BadJOSEException e) {
            throw new JwtRefused("The token is another kind of JWT: its type must be JWT or at+jwt.");
        }
    }

    private void verifyClaims(JWTClaimsSet given) throws JwtRefused {
        try {
            claims.verify(given, null);
        } catch (ExpiredJWTException e) {
            throw new JwtRefused("The JWT has expired.");
        } catch (BadJWTException e) {
            throw new JwtRefused(reason(given));
        }
    }

    /** Why claims are refused that have not expired. */
    private String reason(JWTClaimsSet given) {
        if (!issuer.equals(given.getIssuer())) {
            return "The JWT is of another issuer (iss) than the accepted one.";
        }
        if (Collections.disjoint(audiences, given.getAudience())) {
            return "The JWT is for another audience (aud) than this gateway.";
        }
        return given.getExpirationTime() == null ? "The JWT has no expiry (exp)." : "The JWT is not valid yet (nbf).";
    }

    private static JwtRefused unreadable() {
        return new JwtRefused("The token has the form of a JWT, but cannot be read.");
    }
}
