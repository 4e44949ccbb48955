package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The administrator's bearer token: set by the operator, or, with the embedded database, generated at the first start
 * and kept in a file. It can be turned off when there are administrators with names.
 */
@Component
public class AdminToken {

    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
    private static final int MIN_LENGTH = 24;
    private static final int MIN_DISTINCT = 8;
    private static final int GENERATED_BYTES = 32;
    /** Begins generated tokens, and the keys of named administrators, which are longer. */
    static final String PREFIX = "lga_";

    private static final String FILE = "admin-token";

    /** Absent if it is turned off. */
    private final @Nullable Secret token;

    @Autowired
    AdminToken(
            AdminTokenSettings settings, @Value("${spring.datasource.url}") String database, DataDirectory directory) {
        this(given(settings.adminToken()), settings.adminTokenEnabled(), database, directory);
    }

    public AdminToken(String given, boolean enabled, String database, DataDirectory directory) {
        token = enabled ? strong(token(given, database, directory)) : null;
    }

    private static String given(@Nullable Secret token) {
        return token == null ? "" : token.reveal();
    }

    private static Secret token(String given, String database, DataDirectory directory) {
        if (given.isEmpty()) {
            if (!database.startsWith("jdbc:sqlite:")) {
                throw new StartRefused(
                        "No administrator's token is set, and one is generated only for the embedded database: each"
                                + " replica would have its own.",
                        "Set LINKGATE_ADMIN_TOKEN (linkgate.admin-token), as `openssl rand -base64 32` prints it, the"
                                + " same on every replica; or turn it off with LINKGATE_ADMIN_TOKEN_ENABLED=false"
                                + " when there are administrators with names.");
            }
            Secret generated = Secret.of(directory.generated(FILE, AdminToken::generate));
            log.info("The administrator's token is in {}", directory.file(FILE));
            return generated;
        }
        return Secret.of(given);
    }

    private static Secret strong(Secret token) {
        String text = token.reveal();
        if (text.length() < MIN_LENGTH) {
            throw refused("has " + text.length() + " characters; it must have at least " + MIN_LENGTH);
        }
        if (text.chars().distinct().count() < MIN_DISTINCT || repeatsItself(text)) {
            throw refused("is easy to guess: it has fewer than " + MIN_DISTINCT
                    + " different characters, or repeats one piece");
        }
        return token;
    }

    /** Neither rule measures randomness; they reject tokens typed only to reach the minimum length. */
    private static boolean repeatsItself(String text) {
        return IntStream.rangeClosed(1, text.length() / 2)
                .anyMatch(piece -> text.regionMatches(piece, text, 0, text.length() - piece));
    }

    private static StartRefused refused(String problem) {
        return new StartRefused(
                "The administrator's token " + problem + ".",
                "Set LINKGATE_ADMIN_TOKEN (linkgate.admin-token) to another one, as `openssl rand -base64 32` prints,"
                        + " or leave it out to have one generated in the data directory.");
    }

    public boolean isEnabled() {
        return token != null;
    }

    public boolean is(Secret shown) {
        return token != null && token.equals(shown);
    }

    private static String generate() {
        byte[] bytes = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
