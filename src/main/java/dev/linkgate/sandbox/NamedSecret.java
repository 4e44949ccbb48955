package dev.linkgate.sandbox;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two halves of an API key or a service account. */
record NamedSecret(String name, Secret secret) {

    /** The name goes into quotes of a header (RFC 7616) and before a colon (RFC 7617). */
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9._-]{1,100}):([!-~]{1,200})");

    /**
     * Divides a text at its first colon.
     *
     * @param setting that has the text
     * @throws StartRefused if it has another form
     */
    static NamedSecret parse(String setting, Secret text) {
        Matcher halves = FORM.matcher(text.reveal());
        if (!halves.matches()) {
            throw new StartRefused(
                    setting + " does not have the form name:secret.",
                    "Give it letters, digits, dots, dashes and underscores, a colon, and a secret of visible ASCII characters.");
        }
        return new NamedSecret(halves.group(1), Secret.of(halves.group(2)));
    }
}
