package dev.linkgate.harness.attack;

/** The kinds of callers, by their role on the attacked project, or by their scope. */
enum CallerKind {
    NOBODY,
    /** Shows a key that was revoked. */
    REVOKED,
    /** A viewer of another project. */
    STRANGER,
    VIEWER,
    EDITOR,
    OWNER,
    AUDITOR,
    OPERATOR,
    ACCESS,
    /** An administrator with a name who may do everything. */
    ALL,
    /** Has the administrator's token. */
    ADMINISTRATOR;

    /** Whether the gateway knows the caller. */
    boolean isKnown() {
        return compareTo(REVOKED) > 0;
    }

    /** Whether it shows a key of a team that is valid. */
    boolean hasTeamKey() {
        return compareTo(STRANGER) >= 0 && compareTo(OWNER) <= 0;
    }

    private boolean hasOneScope() {
        return this == AUDITOR || this == OPERATOR || this == ACCESS;
    }

    /** @param needed the least caller that is admitted */
    boolean mayOn(CallerKind needed) {
        if (hasOneScope()) {
            return this == needed || needed.compareTo(STRANGER) <= 0;
        }
        return compareTo(needed.hasOneScope() ? ALL : needed) >= 0;
    }
}
