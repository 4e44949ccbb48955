package dev.linkgate.web;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The proxies in front of the gateway: their connections are many callers', and their word on a caller's address counts.
 *
 * @param trustedProxies their addresses or ranges; empty means that there are none
 */
@ConfigurationProperties("linkgate")
public record TrustedProxies(@DefaultValue List<AddressRange> trustedProxies) {

    public boolean isEmpty() {
        return trustedProxies.isEmpty();
    }

    /** Whether a connection from this address is a proxy's; what is no IP address is nobody's. */
    public boolean contains(String address) {
        Optional<InetAddress> parsed = AddressRange.address(address);
        return parsed.isPresent()
                && trustedProxies.stream().anyMatch(range -> range.mask().matches(parsed.get()));
    }

    /**
     * The addresses that a forwarding header names, from its end back to the first entry that is no IP address: what is
     * left of that was not written by a proxy of ours.
     *
     * @param header entries separated by commas
     * @return each address in its usual form, so that one address is not many
     */
    public static List<String> addressesAtTheEnd(String header) {
        return Arrays.stream(header.split(",", -1)).toList().reversed().stream()
                .map(entry -> AddressRange.address(entry.strip()))
                .takeWhile(Optional::isPresent)
                .map(address -> address.get().getHostAddress())
                .toList()
                .reversed();
    }
}
