package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Atlas.
 *
 * @param baseUrl scheme, host and port, checked by {@link AtlasOrigin}; the gateway appends the paths
 * @param baseUrls the base URLs of other Atlases that a credential may belong to, such as Atlas for Government
 * @param allowPlainHttp whether {@code http} to another machine is allowed
 * @param api which of Atlas's APIs to speak
 * @param deadline for one request of a team, retries included; at most 30 minutes
 * @param connectTimeout for one TCP and TLS connection, and for waiting until a request may be sent
 * @param responseTimeout for one request, from asking for a connection to the answer's last byte
 * @param maxConnections the maximum number of open connections to one Atlas, and of concurrent requests
 */
@ConfigurationProperties("linkgate.atlas")
public record AtlasSettings(
        @DefaultValue("https://cloud.mongodb.com") String baseUrl,
        @DefaultValue List<String> baseUrls,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("v2") Api api,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration responseTimeout,
        @DefaultValue("256") int maxConnections) {

    /** Half as long as a lock may be held, because a write holds a lock until its deadline. */
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(30);

    /** @throws StartRefused if a value cannot be used */
    public AtlasSettings {
        baseUrl = origin("linkgate.atlas.base-url", baseUrl, allowPlainHttp);
        baseUrls = baseUrls.stream()
                .map(url -> origin("linkgate.atlas.base-urls", url, allowPlainHttp))
                .toList();
        SettingBounds.requirePositive("linkgate.atlas.deadline", deadline, LONGEST_DEADLINE);
        SettingBounds.requirePositive("linkgate.atlas.connect-timeout", connectTimeout, LONGEST_DEADLINE);
        SettingBounds.requirePositive("linkgate.atlas.response-timeout", responseTimeout, LONGEST_DEADLINE);
        SettingBounds.requireAtLeast("linkgate.atlas.max-connections", maxConnections, 1);
    }

    private static String origin(String setting, String baseUrl, boolean allowPlainHttp) {
        return AtlasOrigin.of(setting, baseUrl, allowPlainHttp).toString();
    }

    /** A copy of these settings with this Atlas alone. */
    public AtlasSettings at(URI origin) {
        return new AtlasSettings(
                origin.toString(),
                List.of(),
                allowPlainHttp,
                api,
                deadline,
                connectTimeout,
                responseTimeout,
                maxConnections);
    }

    /** The origins of all Atlases that a credential may belong to. */
    public Set<URI> origins() {
        return Stream.concat(Stream.of(baseUrl), baseUrls.stream())
                .map(URI::create)
                .collect(Collectors.toUnmodifiableSet());
    }

    public URI origin() {
        return URI.create(baseUrl);
    }

    /** Atlas's two generations of the private endpoint resources. */
    public enum Api {
        /** The versioned Atlas Administration API. */
        V2,
        /** The deprecated v1.0 resources, AWS only. */
        CLASSIC
    }

    /**
     * Atlas's origin: scheme, host and optional port. The gateway's credentials go there, so it is checked strictly.
     */
    static final class AtlasOrigin {

        private static final int MAX_PORT = 65_535;

        private AtlasOrigin() {}

        /**
         * Checks a base URL of the settings. The scheme is https, or http to this machine, or http elsewhere if that
         * is allowed. There is a host, and no user info. There is no path, query or fragment beyond a slash.
         *
         * @param setting the name of the setting, for the message
         * @return the origin without the slash
         * @throws StartRefused if the value has any other form; the message omits the value, which may contain a
         *     password
         */
        static URI of(String setting, String baseUrl, boolean plainHttpAllowed) {
            URI uri = parsed(setting, baseUrl);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !scheme.equals("http")) {
                throw refused(setting, "is neither an https nor an http URL");
            }
            String host = uri.getHost();
            if (host == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
                throw refused(setting, "has no host name, or an invalid port");
            }
            if (uri.getRawUserInfo() != null) {
                throw refused(setting, "has a user name or password in it");
            }
            boolean slashAtMost = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
            if (!slashAtMost || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw refused(setting, "has a path, a query or a fragment");
            }
            if (scheme.equals("http") && !plainHttpAllowed && !isThisMachine(host)) {
                throw new StartRefused(
                        setting + " is plain HTTP to another machine, where others on the network can read the access"
                                + " tokens.",
                        "Give the https URL of Atlas. Only if the network is safe, set"
                                + " linkgate.atlas.allow-plain-http=true.");
            }
            return URI.create(scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        }

        private static URI parsed(String setting, String baseUrl) {
            try {
                return new URI(baseUrl);
            } catch (URISyntaxException e) {
                throw refused(setting, "is not a URL");
            }
        }

        private static StartRefused refused(String setting, String what) {
            return new StartRefused(
                    setting + " (" + variable(setting) + ") " + what + ".",
                    "Set it to scheme, host and, if need be, port of Atlas, as https://cloud.mongodb.com.");
        }

        private static String variable(String setting) {
            return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        }

        /** Decides by the text alone; no name is looked up. */
        private static boolean isThisMachine(String host) {
            InetAddress address = literal(host);
            return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
        }

        private static @Nullable InetAddress literal(String host) {
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
            try {
                return bytes == null ? null : InetAddress.getByAddress(bytes);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e); // an invalid address length
            }
        }
    }
}
