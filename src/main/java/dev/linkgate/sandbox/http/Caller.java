package dev.linkgate.sandbox.http;

/**
 * Who made a request.
 *
 * @param name the public key or the client id; empty for anyone
 */
public record Caller(Kind kind, String name) {

    /** How the caller proved its identity. */
    public enum Kind {
        /** The caller used HTTP Digest. */
        API_KEY,
        /** The caller used a token. */
        SERVICE_ACCOUNT,
        /** The caller proved nothing, because the simulated Atlas admits all callers. */
        ANYONE
    }

    public static final Caller ANYONE = new Caller(Kind.ANYONE, "");
}
