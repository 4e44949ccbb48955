package dev.linkgate.gateway.inbound.authentication;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import dev.linkgate.gateway.access.Team;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Right;
import dev.linkgate.kernel.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Identifies a caller by a JWT that {@link JwtVerifier} accepts, that is not valid for long, and that names a team. */
final class JwtAuthenticator implements AutoCloseable {

    private static final String ADMIN_SCOPE = "linkgate:admin";

    private final JwtVerifier verifier;
    private final JWKSource<SecurityContext> keys;
    private final JwtSettings settings;
    private final InstantSource clock;

    JwtAuthenticator(
            String issuer,
            Set<String> audiences,
            JWKSource<SecurityContext> keys,
            JwtSettings settings,
            InstantSource clock) {
        this.verifier = new JwtVerifier(issuer, audiences, keys, clock);
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    Authenticator.Identity identify(Secret token) {
        try {
            return caller(verifier.verify(token));
        } catch (JwtRefused e) {
            return new Authenticator.Identity.Unknown(e.reason());
        }
    }

    private Authenticator.Identity caller(JwtClaims claims) throws JwtRefused {
        Instant now = clock.instant().plus(JwtVerifier.CLOCK_SKEW);
        claims.requireNotAfter(JWTClaimNames.EXPIRATION_TIME, now.plus(settings.maxLife()));
        for (String start : List.of(JWTClaimNames.NOT_BEFORE, JWTClaimNames.ISSUED_AT)) {
            if (claims.has(start)) {
                claims.requireNotAfter(start, now);
            }
        }
        Right right = rightUntil(claims.time(JWTClaimNames.EXPIRATION_TIME).plus(JwtVerifier.CLOCK_SKEW));
        String subject = subject(claims);
        String team = claims.text(settings.teamClaim());
        if (!team.isEmpty() && !Team.isName(team)) {
            throw new JwtRefused("The JWT's claim " + settings.teamClaim() + " is not the name of a team.");
        }
        if (claims.words("scope").contains(ADMIN_SCOPE)) {
            return new Authenticator.Identity.Known(Actor.jwtAdministrator(subject), right);
        }
        if (team.isEmpty()) {
            throw new JwtRefused("The JWT names no team in its claim '" + settings.teamClaim() + "'.");
        }
        return new Authenticator.Identity.Known(Actor.jwt(team, subject), right);
    }

    private Right rightUntil(Instant end) {
        return () -> clock.instant().isBefore(end)
                ? new Right.Held()
                : new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, "The JWT has expired in the meantime."));
    }

    private static String subject(JwtClaims claims) throws JwtRefused {
        String subject = claims.text(JWTClaimNames.SUBJECT);
        if (!RecordedSubject.isFit(subject)) {
            throw new JwtRefused("The JWT's subject (sub) is too long, or contains invisible characters.");
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
