package dev.linkgate.gateway.feature.webhooks.target;

import dev.linkgate.gateway.core.platform.web.AddressRange;
import dev.linkgate.kernel.StartRefused;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.InetAddressFilter;

/**
 * The receivers that {@code linkgate.webhooks.allow} allows:
 *
 * <ul>
 *   <li>{@code hooks.example.com} is the host of this name on port 443, {@code hooks.example.com:8443} on this port,
 *       and {@code *.example.com} are all hosts below the name; but only while all their addresses are of public hosts.
 *   <li>{@code 10.20.0.0/16} and {@code 127.0.0.1} are all hosts with these addresses, on all ports.
 * </ul>
 */
public record AllowedTargets(List<HostPattern> hosts, List<AddressRange> networks) {

    /**
     * The addresses of public hosts. Spring's filter leaves out IANA's registries of special-purpose addresses; here go
     * Azure's platform, examples, and the IPv6 addresses outside of 2000::/3, which are local or not assigned. An IPv6
     * address that contains an IPv4 address is not public, whatever that one is; an IPv4-mapped one is an IPv4 address
     * already.
     */
    private static final InetAddressFilter PUBLIC =
            InetAddressFilter.externalAddresses().andNot("168.63.129.16", "3fff::/20", "::/3", "4000::/2", "8000::/1");

    /** @throws StartRefused if an entry has another form */
    public static AllowedTargets of(List<String> entries) {
        List<HostPattern> hosts = new ArrayList<>();
        List<AddressRange> networks = new ArrayList<>();
        for (String entry : entries) {
            String text = entry.strip();
            HostPattern.of(text).ifPresentOrElse(hosts::add, () -> networks.add(network(text)));
        }
        return new AllowedTargets(List.copyOf(hosts), List.copyOf(networks));
    }

    private static AddressRange network(String text) {
        try {
            return AddressRange.of(text);
        } catch (IllegalArgumentException e) {
            throw new StartRefused(
                    "linkgate.webhooks.allow has '" + text + "', which is neither a host nor a network.",
                    "Set it to hosts, such as hooks.example.com, *.example.com or hooks.example.com:8443, and networks,"
                            + " such as 10.20.0.0/16, comma separated.");
        }
    }

    /**
     * Why nothing is ever sent to a URL, as far as that can be said without its host's addresses: a clause for people.
     * The addresses are checked when they are connected to.
     */
    public Optional<String> refusal(WebhookUrl url) {
        InetAddress literal = url.literal();
        if (!url.secure() && (literal == null ? !url.host().equals("localhost") : !literal.isLoopbackAddress())) {
            return Optional.of("must be an https URL: http is for receivers on the gateway's own machine");
        }
        boolean possible = literal == null
                ? !networks.isEmpty() || isAllowedHost(url.host(), url.port())
                : allows(url.secure(), url.host(), url.port(), literal);
        return possible
                ? Optional.empty()
                : Optional.of("must have a host that linkgate.webhooks.allow allows, with its port");
    }

    /** That a host is not named, so that what its name server says decides: a sentence for people. */
    public Optional<String> warning(WebhookUrl url) {
        boolean isOwnMachine = url.host().equals("localhost") && isInNetwork(InetAddress.getLoopbackAddress());
        return url.literal() != null || isOwnMachine || isAllowedHost(url.host(), url.port())
                ? Optional.empty()
                : Optional.of("No event is sent unless all addresses of the host are in a network of"
                        + " linkgate.webhooks.allow, because that does not name the host with its port.");
    }

    /** Whether an address of a host may be connected to. */
    public boolean allows(boolean secure, String host, int port, InetAddress address) {
        boolean byNetwork = isInNetwork(address);
        if (!secure) {
            return byNetwork && address.isLoopbackAddress();
        }
        return byNetwork || (isAllowedHost(host, port) && PUBLIC.matches(address));
    }

    private boolean isInNetwork(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private boolean isAllowedHost(String host, int port) {
        return hosts.stream().anyMatch(pattern -> pattern.fits(host, port));
    }

    /**
     * The hosts of an allowed name.
     *
     * @param name in lower case
     * @param below whether it is not the host of this name, but all whose names end in a dot and this name
     * @param port the one port that is allowed
     */
    record HostPattern(String name, boolean below, int port) {

        private static final Pattern FORM = Pattern.compile("(\\*\\.)?([^:*]+)(?::([1-9][0-9]{0,4}))?");

        /** Absent if it is not {@code host}, {@code *.host}, or one of them with a port. */
        static Optional<HostPattern> of(String text) {
            Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (!matcher.matches() || !WebhookUrl.isHostName(matcher.group(2))) {
                return Optional.empty();
            }
            int port = port(matcher.group(3));
            return port > 65_535
                    ? Optional.empty()
                    : Optional.of(new HostPattern(matcher.group(2), matcher.group(1) != null, port));
        }

        private static int port(@Nullable String text) {
            return text == null ? WebhookUrl.HTTPS_PORT : Integer.parseInt(text);
        }

        boolean fits(String host, int askedPort) {
            return askedPort == port && (below ? host.endsWith("." + name) : host.equals(name));
        }
    }
}
