package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A text that must not be seen: it does not print, does not serialize and compares in constant time.
 *
 * <p>The one way to its text is {@link #reveal()}, so every reader can be found by that name. Jackson reads one from a
 * JSON string, but an attempt to write one fails: an answer that holds a secret is a fault, and better none than that.
 */
public final class Secret {

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself. Whoever calls this answers for where it goes. */
    public String reveal() {
        return text;
    }

    public int length() {
        return text.length();
    }

    /** What Jackson asks for instead of the fields; it tells OpenAPI that the JSON form is a string. */
    @JsonValue
    private String refuse() {
        throw new IllegalStateException("a secret cannot be serialized");
    }

    /** Compares in a time that tells nothing about where two secrets differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(text), bytes(secret.text));
    }

    /** The same for all, so that it tells nothing. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
