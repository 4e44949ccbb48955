package dev.linkgate.attack;

/** The kinds of callers, by their role on the attacked project. */
enum CallerKind {
    NOBODY,
    /** Shows a key that was revoked. */
    REVOKED,
    /** A viewer of another project. */
    STRANGER,
    VIEWER,
    EDITOR,
    OWNER,
    ADMINISTRATOR;

    /** Whether the gateway knows the caller. */
    boolean isKnown() {
        return compareTo(REVOKED) > 0;
    }

    boolean mayOn(CallerKind needed) {
        return compareTo(needed) >= 0;
    }
}
