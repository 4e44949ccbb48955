package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/** Finds out who a caller is by the bearer token it shows: an API key, the administrator's token, or a JWT. */
@Component
class Callers {

    private static final Logger log = LoggerFactory.getLogger(Callers.class);
    private static final String ADMIN_SCOPE = "linkgate:admin";

    private final Access access;
    private final AdminToken adminToken;
    private final @Nullable JwtDecoder jwts;
    private final String teamClaim;

    /** @param jwts present when the operator has configured an issuer or a JWK set */
    Callers(
            Access access,
            AdminToken adminToken,
            ObjectProvider<JwtDecoder> jwts,
            @Value("${linkgate.jwt.team-claim:team}") String teamClaim) {
        this.access = access;
        this.adminToken = adminToken;
        this.jwts = jwts.getIfAvailable();
        this.teamClaim = teamClaim;
    }

    /** Who a caller turned out to be, or what is wrong with what it showed. */
    sealed interface Identity {

        record Known(Actor actor) implements Identity {}

        /** @param reason for the caller to read; tells nothing that the token does not */
        record Unknown(String reason) implements Identity {}
    }

    Identity identify(Secret token) {
        if (ApiKey.looksLike(token.reveal())) {
            return identifyKey(token);
        }
        if (adminToken.is(token)) {
            return new Identity.Known(Actor.ADMINISTRATOR);
        }
        return jwts == null ? new Identity.Unknown("The token is not known.") : identifyJwt(jwts, token);
    }

    private Identity identifyKey(Secret token) {
        try {
            Optional<StoredKey> key = access.recognise(ApiKey.parse(token));
            if (key.isEmpty()) {
                return new Identity.Unknown("The API key is not known; it may have been revoked.");
            }
            return key.get().expired(access.now())
                    ? new Identity.Unknown("The API key has expired.")
                    : new Identity.Known(Actor.team(key.get().team(), key.get().id()));
        } catch (ApiKey.MistypedException e) {
            return new Identity.Unknown("The API key is mistyped: its checksum does not fit.");
        }
    }

    private Identity identifyJwt(JwtDecoder decoder, Secret token) {
        try {
            Jwt jwt = decoder.decode(token.reveal());
            String subject = jwt.getSubject() == null ? "" : jwt.getSubject();
            if (scopes(jwt).contains(ADMIN_SCOPE)) {
                return new Identity.Known(Actor.jwtAdministrator(subject));
            }
            String team = jwt.getClaimAsString(teamClaim);
            return team == null || team.isEmpty()
                    ? new Identity.Unknown("The JWT names no team in its claim '" + teamClaim + "'.")
                    : new Identity.Known(Actor.jwt(team, subject));
        } catch (BadJwtException e) {
            return new Identity.Unknown("The token is neither a known key nor a valid JWT.");
        } catch (JwtException | JwtDecoderInitializationException e) {
            log.warn("A JWT could not be checked: {}", e.getMessage());
            return new Identity.Unknown("The JWT cannot be checked at the moment: its issuer's keys are out of reach.");
        }
    }

    /** RFC 8693, section 4.2: one string, separated by spaces; some issuers send a list instead. */
    private static List<String> scopes(Jwt jwt) {
        Object scope = jwt.getClaims().get("scope");
        if (scope instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return scope == null ? List.of() : List.of(String.valueOf(scope).split(" "));
    }
}
