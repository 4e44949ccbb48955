package dev.linkgate.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the identity by which a caller with a JWT is known, and its holder, in the place where other callers have the id
 * of a key:
 *
 * <pre>{@code
 * id     = issuer "/" name [ "/=" person ] [ "/~" holder ]
 * person = text        ; in which %2F stands for a slash, and %25 for a percent sign
 * holder = text        ; as well
 * }</pre>
 *
 * @param issuer the operator's name for it
 * @param name of the identity, which its owner has once
 * @param person of an administrator: the {@code sub} of the JWT
 * @param holder the readable name of who holds the JWT, not empty
 */
public record IdentityId(
        String issuer,
        String name,
        @Nullable String person,
        @Nullable String holder) {

    private static final String NAME = "([a-z0-9][a-z0-9-]{0,62})";
    private static final Pattern FORM =
            Pattern.compile(NAME + "/" + NAME + "(?:/=([^/]*))?(?:/~([^/]+))?", Pattern.DOTALL);

    /** Empty if the text is something else, such as the id of a key. */
    public static Optional<IdentityId> parse(@Nullable String text) {
        if (text == null || text.indexOf('/') < 0) {
            return Optional.empty(); // most texts are ids of keys
        }
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new IdentityId(form.group(1), form.group(2), decoded(form.group(3)), decoded(form.group(4))))
                : Optional.empty();
    }

    /** The person as a part of the text. */
    public static String person(String person) {
        return "/=" + encoded(person);
    }

    private static String encoded(String text) {
        return text.replace("%", "%25").replace("/", "%2F");
    }

    private static @Nullable String decoded(@Nullable String text) {
        return text == null ? null : text.replace("%2F", "/").replace("%25", "%");
    }

    @Override
    public String toString() {
        return issuer
                + "/"
                + name
                + (person == null ? "" : person(person))
                + (holder == null ? "" : "/~" + encoded(holder));
    }
}
