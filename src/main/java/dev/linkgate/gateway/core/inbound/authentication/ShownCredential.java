package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * The credential of a request, which is not checked yet. It has the request, because a key can be bound to networks and
 * certificates, and a Digest is for one target.
 */
public interface ShownCredential extends Authentication {

    HttpServletRequest request();

    /** A key, the administrator's token, an access token, or a JWT. */
    record BearerToken(Secret token, HttpServletRequest request) implements ShownCredential {}

    @Override
    default String getName() {
        return getClass().getSimpleName();
    }

    @Override
    default Object getPrincipal() {
        return getName();
    }

    @Override
    default Object getCredentials() {
        return this;
    }

    @Override
    default @Nullable Object getDetails() {
        return null;
    }

    @Override
    default Collection<GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    default boolean isAuthenticated() {
        return false;
    }

    @Override
    default void setAuthenticated(boolean authenticated) {
        throw new IllegalArgumentException("only a provider makes an authenticated caller");
    }
}
