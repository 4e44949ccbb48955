package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.NoteKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the keys are named.
 *
 * @param origin the name of the log in its checkpoints and of its keys, as a URL without a scheme; it is fixed when the
 *     first key is made, and is then made up if it is not set
 */
@ConfigurationProperties("linkgate.audit")
record KeySettings(@Nullable String origin) {

    private static final int MAX_LENGTH = 200;
    private static final int RANDOM_BYTES = 8;

    /** @throws IllegalArgumentException if no key can have this name */
    KeySettings {
        origin = origin == null || origin.isBlank() ? null : origin;
        if (origin != null && (origin.length() > MAX_LENGTH || !NoteKey.isName(origin))) {
            throw new IllegalArgumentException("linkgate.audit.origin must have from 1 to " + MAX_LENGTH
                    + " characters, without spaces, plus signs and control characters");
        }
    }

    String firstOrigin() {
        if (origin != null) {
            return origin;
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return "linkgate/" + HexFormat.of().formatHex(random);
    }
}
