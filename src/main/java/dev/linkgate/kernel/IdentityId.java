package dev.linkgate.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the identity by which a caller with a JWT is known, in the place where other callers have the id of a key.
 *
 * @param issuer the operator's name for it
 * @param name of the identity, which its owner has once
 * @param person of an administrator: the {@code sub} of the JWT
 */
public record IdentityId(
        String issuer, String name, @Nullable String person) {

    private static final String NAME = "([a-z0-9][a-z0-9-]{0,62})";
    private static final Pattern FORM = Pattern.compile(NAME + "/" + NAME + "(?:/(.*))?", Pattern.DOTALL);

    /** Empty if the text is something else, such as the id of a key. */
    public static Optional<IdentityId> parse(@Nullable String text) {
        if (text == null || text.indexOf('/') < 0) {
            return Optional.empty(); // as most are
        }
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new IdentityId(form.group(1), form.group(2), form.group(3)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return issuer + "/" + name + (person == null ? "" : "/" + person);
    }
}
