package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Secret;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Identifies a caller by its bearer token: an API key, the administrator's token, or a JWT. A caller without a token is
 * identified by the client certificate of its connection.
 */
@Component
class Authenticator {

    private final Access access;
    private final AdminToken adminToken;
    private final @Nullable JwtAuthenticator jwts;
    private final @Nullable CertificateAuthenticator certificates;

    /**
     * @param jwts present when the operator has configured JWTs
     * @param certificates present when the operator has mapped certificates to teams
     */
    Authenticator(
            Access access,
            AdminToken adminToken,
            ObjectProvider<JwtAuthenticator> jwts,
            ObjectProvider<CertificateAuthenticator> certificates) {
        this.access = access;
        this.adminToken = adminToken;
        this.jwts = jwts.getIfAvailable();
        this.certificates = certificates.getIfAvailable();
    }

    /** The identity of a caller, or the reason why it is unknown. */
    sealed interface Identity {

        record Known(Actor actor) implements Identity {}

        /** @param reason shown to the caller; contains nothing beyond what the caller has sent */
        record Unknown(String reason) implements Identity {}
    }

    /** @param chain the client certificate of the connection, and its chain; empty if it has none */
    Identity identifyWithoutToken(List<X509Certificate> chain) {
        return chain.isEmpty() || certificates == null
                ? new Identity.Unknown("Send a bearer token in the Authorization header.")
                : certificates.identify(chain);
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
