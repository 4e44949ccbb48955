package dev.linkgate.credential;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the halves of a key must look like. Atlas says no more of them than that they are text. */
final class KeyText {

    private static final int MAX_LENGTH = 512;

    private KeyText() {}

    /** What is wrong with it, in words that do not show it; nothing if it will do. */
    static Optional<String> problem(@Nullable String text) {
        if (text == null) {
            return Optional.of("must be given");
        }
        if (text.isBlank()) {
            return Optional.of("must not be blank");
        }
        if (text.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("must not contain control characters, such as a line feed at its end");
        }
        return Optional.empty();
    }
}
