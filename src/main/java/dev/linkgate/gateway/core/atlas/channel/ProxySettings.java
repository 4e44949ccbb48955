package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/**
 * The HTTP proxy between the gateway and all Atlases, if there is one. Every connection is a tunnel ({@code CONNECT}),
 * so the proxy sees only the name of the host, and resolves it.
 *
 * @param proxy such as {@code http://proxy.example:3128}; absent or blank if Atlas is reached directly
 * @param proxyUsername for Basic authentication at the proxy; given together with the password or not at all
 */
@ConfigurationProperties("linkgate.atlas")
public record ProxySettings(
        @Nullable String proxy,
        @Nullable String proxyUsername,
        @Nullable Secret proxyPassword) {

    private static final String ACTION =
            "Set it to scheme, host and port of the proxy, as http://proxy.example:3128, and a login as"
                    + " linkgate.atlas.proxy-username and linkgate.atlas.proxy-password.";

    /** @throws StartRefused if a value cannot be used; the message omits it, because it may contain a password */
    public ProxySettings {
        proxy = proxy == null || proxy.isBlank() ? null : proxy;
        proxyUsername = proxyUsername == null || proxyUsername.isBlank() ? null : proxyUsername;
        proxyPassword = proxyPassword == null || proxyPassword.length() == 0 ? null : proxyPassword;
        if (proxy != null) {
            check(proxy);
        }
        if ((proxyUsername == null) != (proxyPassword == null)) {
            throw new StartRefused(
                    "Only one of linkgate.atlas.proxy-username and linkgate.atlas.proxy-password is set.",
                    "Set both, or neither.");
        }
        if (proxy == null && proxyUsername != null) {
            throw new StartRefused(
                    "linkgate.atlas.proxy-username is set, but linkgate.atlas.proxy is not.",
                    "Set the proxy, too, or no login for it.");
        }
    }

    private static void check(String proxy) {
        URI uri;
        try {
            uri = new URI(proxy);
        } catch (URISyntaxException e) {
            throw refused("is not a URL");
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw refused("is not an http URL with a host");
        }
        if (uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw refused("has no valid port");
        }
        boolean slashAtMost = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
        if (uri.getRawUserInfo() != null || !slashAtMost || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("has more than scheme, host and port");
        }
    }

    private static StartRefused refused(String what) {
        return new StartRefused("linkgate.atlas.proxy " + what + ".", ACTION);
    }

    /** The client, connecting through the proxy if there is one. */
    public HttpClient through(HttpClient client, Duration connectTimeout) {
        if (proxy == null) {
            return client;
        }
        URI uri = URI.create(proxy);
        HttpClient tunnelled = client.proxy(spec -> {
            ProxyProvider.Builder builder = spec.type(ProxyProvider.Proxy.HTTP)
                    .host(uri.getHost())
                    .port(uri.getPort())
                    .connectTimeoutMillis(connectTimeout.toMillis());
            if (proxyUsername != null && proxyPassword != null) {
                builder.username(proxyUsername).password(name -> proxyPassword.reveal());
            }
        });
        // Reactor Netty would look the name of Atlas up here, because the client has event loops of its own.
        return tunnelled.resolver(NoopAddressResolverGroup.INSTANCE);
    }
}
