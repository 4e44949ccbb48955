package dev.linkgate.gateway.inbound.authentication;

import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.access.oauth.AccessToken;
import dev.linkgate.gateway.access.oauth.AccessTokens;
import dev.linkgate.gateway.access.principal.Access;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Identifies a caller by an access token. Whoever has one is who has its key, wherever that key may be used, but only
 * for Atlas's resources.
 */
@Component
@Order(2)
class AccessTokenProvider implements AuthenticationProvider {

    private final Access access;
    private final AccessTokens tokens;

    AccessTokenProvider(Access access, AccessTokens tokens) {
        this.access = access;
        this.tokens = tokens;
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == ShownCredential.BearerToken.class;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication shown) {
        ShownCredential.BearerToken bearer = (ShownCredential.BearerToken) shown;
        return tokens.recognise(bearer.token())
                .map(token -> caller(token, bearer.request()))
                .orElse(null);
    }

    private CallerAuthentication caller(AccessToken token, HttpServletRequest request) {
        Actor unknown = Actor.anonymous(token.keyId());
        if (RequestedApi.of(request) != RequestedApi.ATLAS) {
            throw new UnknownCaller(unknown, "An access token is for paths under /api/atlas/ only.");
        }
        Optional<StoredKey> key =
                access.keys().named(token.keyId()).filter(found -> found.accepts(request, access.now()));
        if (key.isEmpty() || !tokens.isValid(token)) {
            throw new UnknownCaller(unknown, "The access token has expired or was revoked, or its key was.");
        }
        return CallerAuthentication.known(
                access.actorOf(key.get()), access.keys().rightOf(key.get()).and(tokens.rightOf(token)));
    }
}
