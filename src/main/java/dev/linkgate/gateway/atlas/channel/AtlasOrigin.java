package dev.linkgate.gateway.atlas.channel;

import dev.linkgate.kernel.StartRefused;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Atlas's origin: scheme, host and optional port. The gateway's credentials go there, so it is checked strictly. */
final class AtlasOrigin {

    private static final int MAX_PORT = 65_535;

    private AtlasOrigin() {}

    /**
     * Checks a base URL of the settings. The scheme is https, or http to this machine, or http elsewhere if that
     * is allowed. There is a host, and no user info. There is no path, query or fragment beyond a slash.
     *
     * @param setting the name of the setting, for the message
     * @return the origin without the slash
     * @throws StartRefused if the value has any other form; the message omits the value, which may contain a password
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
