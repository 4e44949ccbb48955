package dev.linkgate.transparency;

/** A text is no signed note, no verifier key, or no checkpoint. The message says what is wrong with it. */
public final class MalformedNote extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    MalformedNote(String message) {
        super(message);
    }

    MalformedNote(String message, Throwable cause) {
        super(message, cause);
    }
}
