package dev.linkgate.gateway.inbound.authentication;

/** A Digest is not accepted. The message is the reason, for its sender. */
final class DigestRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason the same whether there is such a key or not */
    DigestRefused(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
