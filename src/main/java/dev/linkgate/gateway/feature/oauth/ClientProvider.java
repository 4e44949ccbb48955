package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.inbound.authentication.ApiKeyProvider;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.request.Actor;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Identifies a client that wants an access token, by a team's key. */
@Component
final class ClientProvider implements AuthenticationProvider {

    private final ApiKeyProvider keys;

    ClientProvider(ApiKeyProvider keys) {
        this.keys = keys;
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == ClientReader.ShownClient.class;
    }

    @Override
    public Authentication authenticate(Authentication shown) {
        ClientReader.ShownClient client = (ClientReader.ShownClient) shown;
        return byClient(client.client(), client.request());
    }

    /** Whatever is wrong, the answer is the same, so an attacker who tries ids and secrets learns nothing. */
    private CallerAuthentication byClient(ClientCredentials client, HttpServletRequest request) {
        Actor refused = Actor.ANONYMOUS;
        try {
            ApiKey key = ApiKey.parse(client.secret());
            if (key.owner() == Principal.Kind.TEAM && key.id().equals(client.id())) {
                return keys.byKey(key, request);
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
}
