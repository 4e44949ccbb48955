package dev.linkgate.gateway.notify.webhook;

import java.util.regex.Pattern;

/**
 * The form of host names: labels of lower-case letters, digits and hyphens. The last one begins with a letter, so that no
 * name can be read as an IPv4 address in one of its odd forms, such as {@code 127.1} or {@code 0x7f000001}.
 */
final class HostName {

    private static final int LONGEST = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern FORM = Pattern.compile("(?:" + LABEL + "\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private HostName() {}

    static boolean is(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }
}
