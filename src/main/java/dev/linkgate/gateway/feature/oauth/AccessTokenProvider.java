package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Identity;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.ShownCredential;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Identifies a caller by an access token. The token's holder counts as the holder of its key, wherever that key may
 * be used, or of its identity, but only for Atlas's resources.
 */
@Component
@Order(2)
class AccessTokenProvider implements AuthenticationProvider {

    private static final String ENDED = "The access token has expired or was revoked, or its key or identity was.";

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

    private Optional<Identity> held(AccessToken.Identified holder) {
        return access.identities()
                .of(holder.actor())
                .filter(known -> known.fingerprint().equals(holder.fingerprint()));
    }

    private CallerAuthentication identified(AccessToken token, AccessToken.Identified holder) {
        Actor actor = holder.actor();
        Identity identity = held(holder)
                .or(() -> {
                    access.keys().catchUp(); // another replica may have just stored it
                    return held(holder);
                })
                .filter(known -> tokens.isValid(token, actor))
                .orElseThrow(() -> new UnknownCaller(ENDED));
        return CallerAuthentication.known(
                actor, access.identities().rightOf(actor, identity.claims()).and(tokens.rightOf(token, actor)));
    }

    private CallerAuthentication caller(AccessToken token, HttpServletRequest request) {
        Optional<AccessToken.Identified> identified = token.identified();
        Actor unknown = identified.isPresent() ? Actor.ANONYMOUS : Actor.anonymous(token.keyId());
        if (RequestedApi.of(request) != RequestedApi.ATLAS) {
            throw new UnknownCaller(unknown, "An access token is for paths under /api/atlas/ only.");
        }
        if (identified.isPresent()) {
            return identified(token, identified.get());
        }
        Optional<StoredKey> key =
                access.keys().named(token.keyId()).filter(found -> found.accepts(request, access.now()));
        Actor holder = key.map(access::actorOf).orElse(unknown);
        if (key.isEmpty() || !tokens.isValid(token, holder)) {
            throw new UnknownCaller(unknown, ENDED);
        }
        return CallerAuthentication.known(
                holder, access.keys().rightOf(key.get()).and(tokens.rightOf(token, holder)));
    }
}
