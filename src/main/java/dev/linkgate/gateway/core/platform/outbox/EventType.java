package dev.linkgate.gateway.core.platform.outbox;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an event is about: the {@code type} of a CloudEvent. */
public enum EventType {

    /** Atlas accepted an endpoint. */
    ENDPOINT_ADDED,

    /** An endpoint is AVAILABLE. */
    ENDPOINT_SETTLED,

    /** An endpoint has failed. */
    ENDPOINT_FAILED,

    /** An endpoint is gone. */
    ENDPOINT_REMOVED,

    /** Atlas accepted a link. */
    LINK_CREATED,

    /** A link is AVAILABLE, or has failed. */
    LINK_SETTLED,

    /** A link is gone. */
    LINK_REMOVED,

    OPERATION_ENDED,

    /** Atlas refuses a credential. */
    CREDENTIAL_SUSPECT,

    KEY_EXPIRING,
    GRANT_EXPIRING,
    AUDIT_CHECKPOINT,
    DRIFT_FOUND,
    ACCESS_REQUESTED,
    ACCESS_ANSWERED,

    /** An endpoint was refused that an approver may approve. */
    APPROVAL_ASKED;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '.');

    /** The word in events and filters, such as {@code endpoint.added}. */
    @JsonValue
    public String word() {
        return word;
    }
}
