package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.access.key.AdminToken;
import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Identifies a caller by a team's or an administrator's key, or by the administrator's token. */
@Component
@Order(1)
public class ApiKeyProvider implements AuthenticationProvider {

    private final Access access;
    private final AdminToken adminToken;

    ApiKeyProvider(Access access, AdminToken adminToken) {
        this.access = access;
        this.adminToken = adminToken;
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == ShownCredential.BearerToken.class;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication shown) {
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

    /** @throws UnknownCaller if the key is not known, has ended, or is bound to something else */
    public CallerAuthentication byKey(ApiKey shown, HttpServletRequest request) {
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
                        key.get().replacedById() == null
                                ? "The API key has expired."
                                : "The API key was rotated and has ended. Use the key that has replaced it.")
                : new UnknownCaller(actor, "The API key is not known; it may have been revoked.");
    }
}
