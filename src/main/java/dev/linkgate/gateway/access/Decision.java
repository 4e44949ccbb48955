package dev.linkgate.gateway.access;

/** The decision about a caller's request. */
public sealed interface Decision {

    /** The request is allowed. */
    record Allowed() implements Decision {}

    /**
     * The request is denied.
     *
     * @param missing the missing authority, in words for the caller
     */
    record Denied(String missing) implements Decision {}
}
