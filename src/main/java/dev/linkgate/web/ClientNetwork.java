package dev.linkgate.web;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * What counts as one address where callers are told apart by nothing else: an IPv4 address, or the /64 of an IPv6
 * address, for whoever has one of these has all of it.
 */
public final class ClientNetwork {

    /** What is no address at all. */
    public static final String UNKNOWN = "unknown";

    private static final int IPV4_BYTES = 4;
    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    /** As {@code 192.0.2.7} or {@code 2001:db8:0:1::/64}; never looks a name up. */
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

    /** The loopback address and mapped IPv4 addresses share their first bytes, and belong to nobody together. */
    private static boolean isSpecial(byte[] bytes) {
        for (int i = 0; i < PREFIX_BYTES; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
