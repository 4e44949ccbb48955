package dev.linkgate.gateway.inbound.authentication;

import dev.linkgate.gateway.access.key.ApiKey;
import dev.linkgate.gateway.access.key.Principal;
import dev.linkgate.gateway.access.oauth.ClientCredentials;
import dev.linkgate.gateway.platform.request.Actor;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Identifies a client that wants an access token, which only a team's key gets. Whatever is wrong, the answer is the
 * same, so whoever tries ids and secrets learns nothing.
 */
@Component
class OAuthClientProvider implements AuthenticationProvider {

    private final ApiKeyProvider keys;

    OAuthClientProvider(ApiKeyProvider keys) {
        this.keys = keys;
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == ShownCredential.Client.class;
    }

    @Override
    public Authentication authenticate(Authentication shown) {
        ShownCredential.Client client = (ShownCredential.Client) shown;
        try {
            return keys.byKey(keyOf(client.client()), client.request());
        } catch (UnknownCaller e) {
            throw refused(e.actor());
        }
    }

    private static ApiKey keyOf(ClientCredentials client) {
        try {
            if (Principal.Kind.TEAM.looksLike(client.secret().reveal())) {
                ApiKey key = ApiKey.parse(client.secret());
                if (key.id().equals(client.id())) {
                    return key;
                }
            }
        } catch (ApiKey.MistypedException e) {
            // falls through: it is not a key either
        }
        throw refused(Actor.ANONYMOUS);
    }

    private static UnknownCaller refused(Actor actor) {
        return new UnknownCaller(
                actor,
                "The client is not known. Its id is the id of a team's key, and its secret the whole key,"
                        + " which must not have expired.");
    }
}
