package dev.linkgate.access;

/** Whether a caller may do what it asks for. */
sealed interface Decision {

    /** It may. */
    record Allowed() implements Decision {}

    /**
     * It may not.
     *
     * @param missing what it would need, in words for the caller
     */
    record Denied(String missing) implements Decision {}
}
