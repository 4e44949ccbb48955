package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret text: it does not print, does not serialize and compares in constant time.
 *
 * <p>Only {@link #reveal()} returns the text, so all readers can be found by that name. Jackson can read a secret from
 * a JSON string, but fails to write one, because an answer that contains a secret is a bug.
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

    /** The text itself. The caller is responsible for its further use. */
    public String reveal() {
        return text;
    }

    public int length() {
        return text.length();
    }

    /** Used by Jackson instead of the fields; it tells OpenAPI that the JSON form is a string. */
    @JsonValue
    private String refuse() {
        throw new IllegalStateException("a secret cannot be serialized");
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(text), bytes(secret.text));
    }

    /** Equal for all secrets, so that it reveals nothing. */
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
