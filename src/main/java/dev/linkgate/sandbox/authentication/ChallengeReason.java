package dev.linkgate.sandbox.authentication;

/** Why a request was answered with 401 and a challenge. */
public enum ChallengeReason {
    NO_CREDENTIALS,
    /** Another scheme, a field missing or repeated, or one that cannot be read. */
    MALFORMED,
    /** No such key, or another realm. */
    UNKNOWN_KEY,
    /** The header's {@code uri} is not the request target, byte for byte. */
    WRONG_URI,
    /** The response is wrong, usually because of a wrong private key. */
    WRONG_RESPONSE,
    /** A nonce that was never issued, or has been forgotten. */
    UNKNOWN_NONCE,
    /** The only reason that is reported as {@code stale=true}. */
    STALE_NONCE,
    /** {@code nc=00000000}. */
    ZERO_COUNT,
    /** The nonce was used with this count, or a higher one, before. */
    REPEATED_COUNT,
    /** A count was skipped, which {@link SandboxAccess.CountRule#CONSECUTIVE} does not accept. */
    SKIPPED_COUNT,
    /** A bearer token that was never issued, was revoked, or has expired. */
    BAD_TOKEN
}
