package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.access.key.AdminToken;
import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Right;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Identifies a caller by a team's or an administrator's key, or by the administrator's token. */
@Component
@Order(1)
public class ApiKeyProvider implements AuthenticationProvider {

    private static final String NOT_KNOWN = "The API key is not known; it may have been revoked.";

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
        String token = bearer.token().reveal();
        boolean isOfTeam = Principal.Kind.TEAM.looksLike(token);
        if (!isOfTeam && adminToken.is(bearer.token())) {
            return CallerAuthentication.known(Actor.ADMINISTRATOR, Right.PERMANENT);
        }
        if (!isOfTeam && !Principal.Kind.ADMINISTRATOR.looksLike(token)) {
            return null; // another provider may know it
        }
        try {
            return byKey(ApiKey.parse(bearer.token()), bearer.request());
        } catch (ApiKey.MistypedException e) {
            throw new UnknownCaller(
                    isOfTeam
                            ? "The API key is mistyped: its checksum does not match."
                            : "The token is mistyped or not known.");
        }
    }

    /** @throws UnknownCaller if the key is not known, has ended, or is bound to something else */
    public CallerAuthentication byKey(ApiKey shown, HttpServletRequest request) {
        StoredKey key = access.keys().recognise(shown).orElseThrow(() -> new UnknownCaller(Actor.ANONYMOUS, NOT_KNOWN));
        Actor holder = Actor.anonymous(key.id());
        if (!key.binding().admits(request)) {
            throw new UnknownCaller(holder, NOT_KNOWN); // so that a thief does not learn that it is a key
        }
        if (!key.accepts(request, access.now())) {
            throw new UnknownCaller(
                    holder,
                    key.replacedById() == null
                            ? "The API key has expired."
                            : "The API key was rotated and has ended. Use the key that has replaced it.");
        }
        return CallerAuthentication.known(access, key);
    }
}
