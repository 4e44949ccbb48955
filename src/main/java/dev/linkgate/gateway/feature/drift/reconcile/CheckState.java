package dev.linkgate.gateway.feature.drift.reconcile;

import java.util.Locale;

/** How the last look at a project's events ended; the worst last. */
enum CheckState {
    CHECKED,
    /** There was no look yet. */
    NOT_YET,
    /** The requests of callers left no room, the breaker was open, or the credential is suspect. */
    HELD_BACK,
    NO_CREDENTIAL,
    /** Atlas gave no answer that can be used, or the gateway failed. */
    FAILED,
    /** Atlas does not know the project. It counts for itself only. */
    PROJECT_UNKNOWN,
    /** Atlas does not let the credential read the events. */
    REFUSED,
    /** The interval is 0, or the classic API has no events. */
    OFF;

    /** As metrics name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
