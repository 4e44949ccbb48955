package dev.linkgate.gateway.inbound.authentication;

import dev.linkgate.gateway.access.key.AdminToken;
import dev.linkgate.gateway.access.key.ApiKey;
import dev.linkgate.gateway.access.key.Principal;
import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.access.oauth.AccessToken;
import dev.linkgate.gateway.access.oauth.AccessTokens;
import dev.linkgate.gateway.access.oauth.ClientCredentials;
import dev.linkgate.gateway.access.principal.Access;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Right;
import dev.linkgate.gateway.platform.web.RequestedApi;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Identifies a caller by its bearer token: a team's or an administrator's key, the administrator's token, an access
 * token that a team's key got, or a JWT. A caller without a token is identified by the client certificate of its
 * connection.
 */
@Component
public class Authenticator {

    private static final String MISTYPED = "The API key is mistyped: its checksum does not match.";

    private final Access access;
    private final AdminToken adminToken;
    private final AccessTokens tokens;
    private final @Nullable JwtAuthenticator jwts;
    private final @Nullable CertificateAuthenticator certificates;

    /**
     * @param jwts present when the operator has configured JWTs
     * @param certificates present when the operator has mapped certificates to teams
     */
    Authenticator(
            Access access,
            AdminToken adminToken,
            AccessTokens tokens,
            ObjectProvider<JwtAuthenticator> jwts,
            ObjectProvider<CertificateAuthenticator> certificates) {
        this.access = access;
        this.adminToken = adminToken;
        this.tokens = tokens;
        this.jwts = jwts.getIfAvailable();
        this.certificates = certificates.getIfAvailable();
    }

    /** The identity of a caller, or the reason why it is unknown. */
    sealed interface Identity {

        /** @param right holds as long as what identified the caller is valid */
        record Known(Actor actor, Right right) implements Identity {}

        /**
         * @param actor names the key if it is known, but not accepted
         * @param reason shown to the caller; contains nothing beyond what the caller has sent
         */
        record Unknown(Actor actor, String reason) implements Identity {

            Unknown(String reason) {
                this(Actor.ANONYMOUS, reason);
            }
        }
    }

    /** @param chain the client certificate of the connection, and its chain; empty if it has none */
    Identity identifyWithoutToken(List<X509Certificate> chain) {
        return chain.isEmpty() || certificates == null
                ? new Identity.Unknown("Send a bearer token in the Authorization header.")
                : certificates.identify(chain);
    }

    /** @param request from where the token is used, if it is a key */
    Identity identify(Secret token, HttpServletRequest request) {
        if (Principal.Kind.TEAM.looksLike(token.reveal())) {
            return identifyByKey(token, MISTYPED, request);
        }
        if (adminToken.is(token)) {
            return new Identity.Known(Actor.ADMINISTRATOR, Right.PERMANENT);
        }
        if (Principal.Kind.ADMINISTRATOR.looksLike(token.reveal())) {
            return identifyByKey(token, "The token is mistyped or not known.", request);
        }
        Optional<AccessToken> issued = tokens.recognise(token);
        if (issued.isPresent()) {
            return identifyByAccessToken(issued.get(), request);
        }
        return jwts == null ? new Identity.Unknown("The token is not known.") : jwts.identify(token);
    }

    /**
     * Whoever has an access token is who has its key, wherever that key may be used, but only for Atlas's resources.
     */
    private Identity identifyByAccessToken(AccessToken token, HttpServletRequest request) {
        if (RequestedApi.of(request) != RequestedApi.ATLAS) {
            return new Identity.Unknown(
                    Actor.anonymous(token.keyId()), "An access token is for paths under /api/atlas/ only.");
        }
        Optional<StoredKey> key = access.keys().named(token.keyId());
        if (key.isEmpty() || !accepts(key.get(), request) || !tokens.isValid(token)) {
            return new Identity.Unknown(
                    Actor.anonymous(token.keyId()), "The access token has expired or was revoked, or its key was.");
        }
        return new Identity.Known(
                access.actorOf(key.get()), access.keys().rightOf(key.get()).and(tokens.rightOf(token)));
    }

    /**
     * Identifies a client that wants an access token, which only a team's key gets. Whatever is wrong, the answer is
     * the same, so whoever tries ids and secrets learns nothing.
     */
    Identity identifyClient(Optional<ClientCredentials> client, HttpServletRequest request) {
        if (client.isEmpty()) {
            return new Identity.Unknown(
                    "Authenticate with HTTP Basic, or with client_id and client_secret in the form.");
        }
        Identity identity = isTeamKey(client.get())
                ? identifyByKey(client.get().secret(), MISTYPED, request)
                : new Identity.Unknown("The secret is not the key of this id.");
        return switch (identity) {
            case Identity.Known known -> known;
            case Identity.Unknown unknown ->
                new Identity.Unknown(
                        unknown.actor(),
                        "The client is not known. Its id is the id of a team's key, and its secret the whole key,"
                                + " which must not have expired.");
        };
    }

    private static boolean isTeamKey(ClientCredentials client) {
        try {
            return Principal.Kind.TEAM.looksLike(client.secret().reveal())
                    && ApiKey.parse(client.secret()).id().equals(client.id());
        } catch (ApiKey.MistypedException e) {
            return false;
        }
    }

    private Identity identifyByKey(Secret token, String mistyped, HttpServletRequest request) {
        try {
            Optional<StoredKey> key = access.keys().recognise(ApiKey.parse(token));
            return key.isPresent() && accepts(key.get(), request)
                    ? new Identity.Known(
                            access.actorOf(key.get()), access.keys().rightOf(key.get()))
                    : refused(key, request);
        } catch (ApiKey.MistypedException e) {
            return new Identity.Unknown(mistyped);
        }
    }

    private boolean accepts(StoredKey key, HttpServletRequest request) {
        return key.binding().admits(request) && !key.expired(access.now());
    }

    /**
     * A key from elsewhere gets the same answer as an unknown key, so whoever has stolen it does not learn that it is
     * one.
     */
    private static Identity refused(Optional<StoredKey> key, HttpServletRequest request) {
        Actor actor = key.map(StoredKey::id).map(Actor::anonymous).orElse(Actor.ANONYMOUS);
        return key.isPresent() && key.get().binding().admits(request)
                ? new Identity.Unknown(
                        actor,
                        key.get().replacedBy() == null
                                ? "The API key has expired."
                                : "The API key was rotated and has ended. Use the key that has replaced it.")
                : new Identity.Unknown(actor, "The API key is not known; it may have been revoked.");
    }
}
