package dev.linkgate.gateway.notify.webhook;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
        if (!matcher.matches() || !HostName.is(matcher.group(2))) {
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
