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
    ADMINISTRATOR
}
