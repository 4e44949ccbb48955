package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.access.key.AdminToken;
import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.feature.oauth.ClientCredentials;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Identifies a caller by a team's or an administrator's key, or by the administrator's token; and a client that wants
 * an access token, which only a team's key gets.
 */
@Component
@Order(1)
class ApiKeyProvider implements AuthenticationProvider {

    private final Access access;
    private final AdminToken adminToken;

    ApiKeyProvider(Access access, AdminToken adminToken) {
        this.access = access;
        this.adminToken = adminToken;
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == ShownCredential.BearerToken.class || credential == ShownCredential.Client.class;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication shown) {
        if (shown instanceof ShownCredential.Client client) {
            return byClient(client.client(), client.request());
        }
        ShownCredential.BearerToken bearer = (ShownCredential.BearerToken) shown;
        Secret token = bearer.token();
        if (Principal.Kind.TEAM.looksLike(token.reveal())) {
            return byKey(token, "The API key is mistyped: its checksum does not match.", bearer.request());
        }
        if (adminToken.is(token)) {
            return CallerAuthentication.known(Actor.ADMINISTRATOR, Right.PERMANENT);
        }
        return Principal.Kind.ADMINISTRATOR.looksLike(token.reveal())
                ? byKey(token, "The token is mistyped or not known.", bearer.request())
                : null;
    }

    private CallerAuthentication byKey(Secret token, String mistyped, HttpServletRequest request) {
        try {
            return byKey(ApiKey.parse(token), request);
        } catch (ApiKey.MistypedException e) {
            throw new UnknownCaller(mistyped);
        }
    }

    /** Whatever is wrong, the answer is the same, so whoever tries ids and secrets learns nothing. */
    private CallerAuthentication byClient(ClientCredentials client, HttpServletRequest request) {
        Actor refused = Actor.ANONYMOUS;
        try {
            ApiKey key = ApiKey.parse(client.secret());
            if (key.owner() == Principal.Kind.TEAM && key.id().equals(client.id())) {
                return byKey(key, request);
            }
        } catch (ApiKey.MistypedException e) {
            // falls through: it is no key
        } catch (UnknownCaller e) {
            refused = e.actor();
        }
        throw new UnknownCaller(
                refused,
                "The client is not known. Its id is the id of a team's key, and its secret the whole key,"
                        + " which must not have expired.");
    }

    private CallerAuthentication byKey(ApiKey shown, HttpServletRequest request) {
        Optional<StoredKey> key = access.keys().recognise(shown);
        if (key.isEmpty() || !key.get().accepts(request, access.now())) {
            throw refused(key, request);
        }
        return CallerAuthentication.known(access, key.get());
    }

    /**
     * A key from elsewhere gets the same answer as an unknown key, so whoever has stolen it does not learn that it is
     * one.
     */
    private static UnknownCaller refused(Optional<StoredKey> key, HttpServletRequest request) {
        Actor actor = key.map(StoredKey::id).map(Actor::anonymous).orElse(Actor.ANONYMOUS);
        return key.isPresent() && key.get().binding().admits(request)
                ? new UnknownCaller(
                        actor,
                        key.get().replacedBy() == null
                                ? "The API key has expired."
                                : "The API key was rotated and has ended. Use the key that has replaced it.")
                : new UnknownCaller(actor, "The API key is not known; it may have been revoked.");
    }
}
