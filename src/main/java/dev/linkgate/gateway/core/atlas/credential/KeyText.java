package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.kernel.VisibleText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The form of the halves of a key. Atlas specifies only that they are text. */
public final class KeyText {

    private static final int MAX_LENGTH = 512;

    private KeyText() {}

    /** The error in a text, in words that do not contain it; nothing if it is valid. */
    public static Optional<String> problem(@Nullable String text) {
        if (text == null) {
            return Optional.of("must be given");
        }
        if (text.length() > MAX_LENGTH) {
            return Optional.of("must have at most " + MAX_LENGTH + " characters");
        }
        return VisibleText.is(text, MAX_LENGTH) ? Optional.empty() : Optional.of(VisibleText.RULE);
    }
}
