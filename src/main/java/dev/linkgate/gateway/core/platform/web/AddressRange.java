package dev.linkgate.gateway.core.platform.web;

import com.fasterxml.jackson.annotation.JsonValue;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;

/**
 * A range of IP addresses, or one address. Host names are not addresses, and no name server is asked.
 *
 * @param text as it was given
 * @param mask Tomcat's mask, with which Tomcat matches forwarded addresses too
 */
public record AddressRange(@JsonValue String text, NetMask mask) {

    private static final String OCTET = "(?:0|[1-9][0-9]{0,2})";

    /**
     * At most as long as an address, and without brackets, port or zone. An IPv4 address has one form, without zeros in
     * front, which some take for octal; in one of IPv6 only the mapped form is that address (RFC 4291, section 2.5.5).
     */
    private static final Pattern ADDRESS = Pattern.compile(
            "[0-9a-fA-F:]{2,39}|(?:(?:::|(?:0{1,4}:){5})[fF]{4}:)?" + OCTET + "(?:\\." + OCTET + "){3}");

    private static final Pattern RANGE = Pattern.compile("([^/]+)(?:/([1-9][0-9]{0,2}))?");

    /**
     * @param text an address, or a range in CIDR notation, such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if it is neither, or all addresses
     */
    public static AddressRange of(String text) {
        Matcher matcher = RANGE.matcher(text.strip());
        Optional<InetAddress> address = matcher.matches() ? address(matcher.group(1)) : Optional.empty();
        int bits = address.map(found -> found.getAddress().length * Byte.SIZE).orElse(0);
        int prefix = bits == 0 || matcher.group(2) == null ? bits : Integer.parseInt(matcher.group(2));
        if (address.isEmpty() || prefix > bits) {
            throw new IllegalArgumentException("'" + text + "' is not an IP address or a range such as 10.0.0.0/8");
        }
        return new AddressRange(text.strip(), new NetMask(address.get().getHostAddress() + "/" + prefix));
    }

    /** The address in a text; absent if it is not an address. */
    public static Optional<InetAddress> address(String text) {
        byte[] bytes = ADDRESS.matcher(text).matches() ? NetUtil.createByteArrayFromIpAddressString(text) : null;
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    public boolean contains(InetAddress address) {
        return mask.matches(address);
    }

    /** In CIDR notation. */
    @Override
    public String toString() {
        return mask.toString();
    }
}
