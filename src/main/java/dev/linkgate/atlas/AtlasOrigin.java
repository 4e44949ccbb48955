package dev.linkgate.atlas;

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
     * Checks {@code linkgate.atlas.base-url}. The scheme is https, or http to this machine, or http elsewhere if that
     * is allowed. There is a host, and no user info. There is no path, query or fragment beyond a slash.
     *
     * @return the origin without the slash
     * @throws StartRefused if the value has any other form; the message omits the value, which may contain a password
     */
    static URI of(String baseUrl, boolean plainHttpAllowed) {
        URI uri = parsed(baseUrl);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused("is neither an https nor an http URL");
        }
        String host = uri.getHost();
        if (host == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw refused("has no host name, or an invalid port");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("has a user name or password in it");
        }
        boolean slashAtMost = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
        if (!slashAtMost || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("has a path, a query or a fragment");
        }
        if (scheme.equals("http") && !plainHttpAllowed && !isThisMachine(host)) {
            throw new StartRefused(
                    "linkgate.atlas.base-url is plain HTTP to another machine, where others on the network can read the"
                            + " access tokens.",
                    "Give the https URL of Atlas. Only if the network is safe, set"
                            + " linkgate.atlas.allow-plain-http=true.");
        }
        return URI.create(scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    }

    private static URI parsed(String baseUrl) {
        try {
            return new URI(baseUrl);
        } catch (URISyntaxException e) {
            throw refused("is not a URL");
        }
    }

    private static StartRefused refused(String what) {
        return new StartRefused(
                "linkgate.atlas.base-url (LINKGATE_ATLAS_BASE_URL) " + what + ".",
                "Set it to scheme, host and, if need be, port of Atlas, as https://cloud.mongodb.com.");
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
