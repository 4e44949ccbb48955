package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A team, which shares API keys and grants.
 *
 * @param name {@code [a-z0-9][a-z0-9-]{0,62}}
 */
public record Team(String name, String description, Instant createdAt) implements Recorded {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    @Override
    public Change.Values recorded() {
        return new Change.Values().with("description", description);
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** What is wrong with the name of a team, or of an administrator, which has the same form; absent if nothing is. */
    public static Optional<String> problemOf(String name) {
        return isName(name)
                ? Optional.empty()
                : Optional.of("must have 1 to 63 lowercase letters, digits and dashes, and not begin with a dash");
    }
}
