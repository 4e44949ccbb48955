package dev.linkgate.atlas;

import dev.linkgate.kernel.StartRefused;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where Atlas is: a scheme, a host and perhaps a port. The gateway's credentials go there, so it must be beyond doubt. */
final class AtlasOrigin {

    private static final int MAX_PORT = 65_535;

    private AtlasOrigin() {}

    /**
     * Checks {@code linkgate.atlas.base-url}: https, or http to this very machine, or http elsewhere if that is allowed;
     * a host; no user info, and no path, query or fragment beyond a slash.
     *
     * @return it without the slash
     * @throws StartRefused if it is anything else; it does not show the value, which may have a password in it
     */
    static URI of(String baseUrl, boolean plainHttpAllowed) {
        URI uri = parsed(baseUrl);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw refused("is neither an https nor an http URL");
        }
        String host = uri.getHost();
        if (host == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw refused("has no host name, or a port that is none");
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
                    "linkgate.atlas.base-url is plain HTTP to another machine, where everybody on the way can read the"
                            + " access tokens.",
                    "Give the https URL of Atlas. Only where the way is known to be safe, set"
                            + " linkgate.atlas.allow-plain-http=true.");
        }
        return URI.create(scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    }

    private static URI parsed(String baseUrl) {
        try {
            return new URI(baseUrl);
        } catch (URISyntaxException e) {
            throw refused("is no URL");
        }
    }

    private static StartRefused refused(String what) {
        return new StartRefused(
                "linkgate.atlas.base-url (LINKGATE_ATLAS_BASE_URL) " + what + ".",
                "Set it to scheme, host and, if need be, port of Atlas, as https://cloud.mongodb.com.");
    }

    /** By what is written there; no name is looked up. */
    private static boolean isThisMachine(String host) {
        InetAddress address = literal(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }

    private static @Nullable InetAddress literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // an address of a length that is none
        }
    }
}
