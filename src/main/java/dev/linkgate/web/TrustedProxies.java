package dev.linkgate.web;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The proxies in front of the gateway. Many callers share their connections, and their forwarded addresses are trusted.
 *
 * @param trustedProxies their addresses or ranges; empty means that there are none
 */
@ConfigurationProperties("linkgate")
public record TrustedProxies(@DefaultValue List<AddressRange> trustedProxies) {

    public boolean isEmpty() {
        return trustedProxies.isEmpty();
    }

    /** Whether this is a proxy's address; false if the text is not an IP address. */
    public boolean contains(String address) {
        Optional<InetAddress> parsed = AddressRange.address(address);
        return parsed.isPresent() && trustedProxies.stream().anyMatch(range -> range.contains(parsed.get()));
    }

    /**
     * The addresses in a forwarding header, from its end back to the first entry that is not an IP address, because no
     * trusted proxy wrote the entries before it.
     *
     * @param header entries separated by commas
     * @return each address in its usual form, so that one address has only one form
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
