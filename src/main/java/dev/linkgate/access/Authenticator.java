package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Identifies a caller by its bearer token: an API key, the administrator's token, or a JWT. */
@Component
class Authenticator {

    private final Access access;
    private final AdminToken adminToken;
    private final @Nullable JwtAuthenticator jwts;

    /** @param jwts present when the operator has configured JWTs */
    Authenticator(Access access, AdminToken adminToken, ObjectProvider<JwtAuthenticator> jwts) {
        this.access = access;
        this.adminToken = adminToken;
        this.jwts = jwts.getIfAvailable();
    }

    /** The identity of a caller, or the reason why it is unknown. */
    sealed interface Identity {

        record Known(Actor actor) implements Identity {}

        /** @param reason shown to the caller; contains nothing beyond the token itself */
        record Unknown(String reason) implements Identity {}
    }

    Identity identify(Secret token) {
        if (ApiKey.looksLike(token.reveal())) {
            return identifyKey(token);
        }
        if (adminToken.is(token)) {
            return new Identity.Known(Actor.ADMINISTRATOR);
        }
        return jwts == null ? new Identity.Unknown("The token is not known.") : jwts.identify(token);
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
            return new Identity.Unknown("The API key is mistyped: its checksum does not match.");
        }
    }
}
