package dev.linkgate.gateway.feature.webhooks.target;

import dev.linkgate.gateway.core.platform.web.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a receiver. Its host is a name, or an address in its usual form: {@code 127.0.0.1} or {@code [::1]}, and
 * none of the other forms that some programs read as the same address.
 *
 * @param uri what is sent to
 * @param secure whether it is https
 * @param host a name in lower case, or the address without brackets
 * @param literal the address, if the host is one
 */
public record WebhookUrl(
        URI uri,
        boolean secure,
        String host,
        int port,
        @Nullable InetAddress literal) {

    static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int LONGEST = 2_000;
    private static final int LONGEST_HOST = 253;

    /**
     * Labels of lower-case letters, digits and hyphens. The last one begins with a letter, so that no name can be read
     * as an IPv4 address in one of its odd forms, such as {@code 127.1} or {@code 0x7f000001}.
     */
    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws IllegalArgumentException if it is not such a URL; the message is a clause for people, without the URL */
    public static WebhookUrl of(String text) {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        require(scheme.equals("https") || scheme.equals("http"), "must be an https URL");
        require(!uri.isOpaque() && uri.getRawAuthority() != null, "must have a host");
        require(
                uri.getRawUserInfo() == null && uri.getRawAuthority().indexOf('@') < 0,
                "must not have a user or a password: whoever reads the configuration would see it");
        require(
                uri.getRawQuery() == null,
                "must not have a query, because queries often have secrets, and are logged: events are signed instead");
        require(uri.getRawFragment() == null, "must not have a fragment");
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress address = address(host, bare);
        require(
                address != null || isHostName(bare),
                "must have a host name of letters, digits, hyphens and dots, or an address in its usual form");
        boolean secure = scheme.equals("https");
        int standard = secure ? HTTPS_PORT : HTTP_PORT;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        require(port > 0 && port <= 65_535, "must have a port from 1 to 65535");
        return new WebhookUrl(uri, secure, bare, port, address);
    }

    private static URI uri(String text) {
        require(text.length() <= LONGEST, "must have at most " + LONGEST + " characters");
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL");
        }
    }

    /**
     * An IPv4 address has one usual form, so none in brackets is one. All forms of an IPv6 address are alike to those
     * who read them there.
     */
    private static @Nullable InetAddress address(String host, String bare) {
        return AddressRange.address(bare)
                .filter(found -> host.startsWith("[")
                        ? found instanceof Inet6Address
                        : found.getHostAddress().equals(bare))
                .orElse(null);
    }

    /** Whether it has the form of host names, in lower case. */
    static boolean isHostName(String text) {
        return text.length() <= LONGEST_HOST && HOST.matcher(text).matches();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
