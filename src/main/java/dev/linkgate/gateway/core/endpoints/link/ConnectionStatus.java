package dev.linkgate.gateway.core.endpoints.link;

import java.util.Arrays;

/** The state of the connection through an endpoint. */
public enum ConnectionStatus {
    /** The link exists, but the cloud has not made the endpoint. */
    NONE,
    /** The cloud has received the request to connect. */
    PENDING_ACCEPTANCE,
    /** The connection is being established. */
    PENDING,
    /** Connected. */
    AVAILABLE,
    /** It failed; {@code errorMessage} says why. It must be removed before it can be added again. */
    REJECTED,
    /** Being removed. */
    DELETING,
    /** Atlas reports a state that this gateway does not know. */
    UNKNOWN;

    /** Reads Atlas's word. Azure and GCP have words of their own. */
    public static ConnectionStatus ofAtlas(String word) {
        return switch (word) {
            case "INITIATING", "VERIFIED" -> PENDING;
            case "FAILED" -> REJECTED;
            case "DELETED" -> DELETING;
            default ->
                Arrays.stream(values())
                        .filter(status -> status.name().equals(word))
                        .findFirst()
                        .orElse(UNKNOWN);
        };
    }
}
