package dev.linkgate.gateway.core.platform.web;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * The unit of limits per address: an IPv4 address, or the /64 of an IPv6 address, because the owner of one address in a
 * /64 usually has all of it.
 */
public final class ClientNetwork {

    /** Stands for a text that is not an address. */
    static final String UNKNOWN = "unknown";

    private static final int IPV4_BYTES = 4;
    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    /** The text of the network, as {@code 192.0.2.7} or {@code 2001:db8:0:1::/64}. Never looks up a name. */
    public static String of(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return UNKNOWN;
        }
        if (bytes.length == IPV4_BYTES || isSpecial(bytes)) {
            return NetUtil.bytesToIpAddress(bytes);
        }
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/64";
    }

    /** The loopback address and mapped IPv4 addresses share their first bytes, but not an owner. */
    private static boolean isSpecial(byte[] bytes) {
        return Arrays.equals(bytes, 0, PREFIX_BYTES, new byte[PREFIX_BYTES], 0, PREFIX_BYTES);
    }
}
