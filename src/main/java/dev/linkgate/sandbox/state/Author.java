package dev.linkgate.sandbox.state;

import org.jspecify.annotations.Nullable;

/**
 * Who did something, as far as Atlas's events tell.
 *
 * @param publicKey of an API key; absent of a service account, of Atlas itself, and of a person
 * @param username of a person
 */
public record Author(@Nullable String publicKey, @Nullable String username) {

    /** A service account, or Atlas itself. */
    public static final Author UNTOLD = new Author(null, null);

    public static Author key(String publicKey) {
        return new Author(publicKey, null);
    }

    public static Author person(String username) {
        return new Author(null, username);
    }
}
