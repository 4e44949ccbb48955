package dev.linkgate.attack;

/** Who can call, by what each may do on the attacked project. */
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

    /** Whether the gateway knows who it is. */
    boolean isKnown() {
        return compareTo(REVOKED) > 0;
    }

    boolean mayOn(CallerKind needed) {
        return compareTo(needed) >= 0;
    }
}
