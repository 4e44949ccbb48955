package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.feature.oauth.ClientCredentials;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * What a request shows of its caller, which nobody has checked yet. It has the request, because a key can be bound to
 * networks and certificates, and a Digest is for one target.
 */
public sealed interface ShownCredential extends Authentication {

    HttpServletRequest request();

    /** A key, the administrator's token, an access token, or a JWT. */
    record BearerToken(Secret token, HttpServletRequest request) implements ShownCredential {}

    /** @param parameters what follows the scheme in the request's header */
    record Digest(String parameters, HttpServletRequest request) implements ShownCredential {}

    /** @param chain the client certificate of the connection, and those of intermediate authorities; not empty */
    record Certificate(List<X509Certificate> chain, HttpServletRequest request) implements ShownCredential {}

    /** A client that wants an access token. */
    record Client(ClientCredentials client, HttpServletRequest request) implements ShownCredential {}

    /** A JWT that a client wants an access token for (RFC 7523, section 2.2). */
    record Assertion(Secret token, HttpServletRequest request) implements ShownCredential {}

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
