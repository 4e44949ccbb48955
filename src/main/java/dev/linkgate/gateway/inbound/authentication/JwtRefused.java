package dev.linkgate.gateway.inbound.authentication;

/** A JWT is not accepted. The message is the reason, for its sender. */
final class JwtRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason contains no value of a claim, and before the signature has been verified, names no claim */
    JwtRefused(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
