package dev.linkgate.gateway.access.team;

import dev.linkgate.gateway.platform.request.Change;
import dev.linkgate.gateway.platform.request.Recorded;
import java.time.Instant;
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
}
