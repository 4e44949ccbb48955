package dev.linkgate.gateway.credential;

/** A stored secret cannot be decrypted. It has no cause, because causes are printed. */
final class UnreadableSecret extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason a clause for people, without the name of the credential */
    UnreadableSecret(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /** The reason as a sentence. */
    String about(String credential) {
        return about(credential, reason());
    }

    static String about(String credential, String reason) {
        return "The stored credential " + credential + " cannot be decrypted: " + reason + ".";
    }
}
