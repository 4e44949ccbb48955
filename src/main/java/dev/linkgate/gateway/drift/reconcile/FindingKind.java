package dev.linkgate.gateway.drift.reconcile;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the trail and Atlas's events do not agree on. */
enum FindingKind {
    /** An event that no record explains. */
    OUTSIDE_THE_GATEWAY,
    /** A write that succeeded, whose event has not come, and of which Atlas shows nothing. */
    NOT_CONFIRMED;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
