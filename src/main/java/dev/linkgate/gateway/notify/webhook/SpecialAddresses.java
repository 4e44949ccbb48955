package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.web.AddressRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that are not of public hosts: those of IANA's registries of special-purpose addresses, and one of Azure's
 * platform. An IPv6 address that contains an IPv4 address is special whatever that one is; an IPv4-mapped one is an IPv4
 * address already.
 */
final class SpecialAddresses {

    private static final List<AddressRange> IPV4 = Stream.of(
                    "0.0.0.0/8", // this host
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carriers' NAT
                    "127.0.0.0/8", // loopback
                    "168.63.129.16", // Azure's platform
                    "169.254.0.0/16", // link-local, with the clouds' metadata
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocols
                    "192.0.2.0/24", // examples
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // examples
                    "203.0.113.0/24", // examples
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4") // reserved, with broadcast
            .map(AddressRange::of)
            .toList();

    /** All others are loopback, link-local, unique local, multicast, NAT64 or not assigned. */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> IPV6 = Stream.of(
                    "2001::/23", // protocols, with Teredo
                    "2001:db8::/32", // examples
                    "2002::/16", // 6to4
                    "3fff::/20") // examples
            .map(AddressRange::of)
            .toList();

    private SpecialAddresses() {}

    static boolean include(InetAddress address) {
        if (address instanceof Inet4Address) {
            return IPV4.stream().anyMatch(range -> range.contains(address));
        }
        return !GLOBAL_IPV6.contains(address) || IPV6.stream().anyMatch(range -> range.contains(address));
    }
}
