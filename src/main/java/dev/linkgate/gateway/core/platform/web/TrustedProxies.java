package dev.linkgate.gateway.core.platform.web;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The proxies in front of the gateway. Many callers share their connections, and their forwarded addresses are trusted.
 *
 * @param trustedProxies their addresses or ranges; empty means that there are none
 */
@ConfigurationProperties("linkgate")
public record TrustedProxies(@DefaultValue List<AddressRange> trustedProxies) {

    /** The address of a caller whose proxy does not name one; no host has it (RFC 1122, section 3.2.1.3). */
    static final String NOWHERE = "0.0.0.0";

    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]:]*:[^\\]]*)](?::[0-9]{1,5})?");
    private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+):[0-9]{1,5}");

    public boolean isEmpty() {
        return trustedProxies.isEmpty();
    }

    /** Whether this is a proxy's address; false if the text is not an IP address. */
    public boolean contains(String address) {
        Optional<InetAddress> parsed = AddressRange.address(address);
        return parsed.isPresent() && trustedProxies.stream().anyMatch(range -> range.contains(parsed.get()));
    }

    /**
     * The addresses in a forwarding header, from its end back to the first entry without an IP address, because no
     * trusted proxy wrote the entries before it. If the entry without an address is the caller's, {@value #NOWHERE}
     * stands for it: the address of the proxy must not count as the caller's.
     *
     * @param header entries separated by commas; each an address, with or without a port
     * @return each address in its usual form, so that one address has only one form
     */
    public List<String> addressesIn(String header) {
        List<String> entries = List.of(header.split(",", -1));
        List<String> addresses = entries.reversed().stream()
                .map(TrustedProxies::addressOf)
                .takeWhile(Optional::isPresent)
                .map(address -> address.get().getHostAddress())
                .toList()
                .reversed();
        boolean isCallerUnknown =
                addresses.size() < entries.size() && addresses.stream().allMatch(this::contains);
        return isCallerUnknown
                ? Stream.concat(Stream.of(NOWHERE), addresses.stream()).toList()
                : addresses;
    }

    /** The address of an entry: {@code ip}, {@code ipv4:port}, {@code [ipv6]} or {@code [ipv6]:port}. */
    private static Optional<InetAddress> addressOf(String entry) {
        String text = entry.strip();
        Matcher inBrackets = BRACKETS.matcher(text);
        if (inBrackets.matches()) {
            return AddressRange.address(inBrackets.group(1));
        }
        Matcher withPort = WITH_PORT.matcher(text);
        return AddressRange.address(withPort.matches() ? withPort.group(1) : text);
    }
}
