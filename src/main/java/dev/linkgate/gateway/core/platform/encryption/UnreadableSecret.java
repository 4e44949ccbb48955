package dev.linkgate.gateway.core.platform.encryption;

/** A stored secret cannot be decrypted. It has no cause, because causes are printed. */
public final class UnreadableSecret extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason a clause for people, without the name of the secret */
    public UnreadableSecret(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /**
     * The reason as a sentence.
     *
     * @param secret its kind and name, as {@code credential payments}
     */
    public String about(String secret) {
        return about(secret, reason());
    }

    public static String about(String secret, String reason) {
        return "The stored " + secret + " cannot be decrypted: " + reason + ".";
    }
}
