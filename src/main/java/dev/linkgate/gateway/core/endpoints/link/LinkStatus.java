package dev.linkgate.gateway.core.endpoints.link;

/** The state of a link at Atlas. */
public enum LinkStatus {
    /** Atlas is setting it up; it takes no endpoint yet. */
    INITIATING,
    /** It takes endpoints. */
    AVAILABLE,
    /** Atlas could not set it up. */
    FAILED,
    /** Atlas is removing it. */
    DELETING,
    /** Atlas reports a state that this gateway does not know. */
    UNKNOWN;

    /** Reads Atlas's word: the classic API's WAITING_FOR_USER and today's AVAILABLE both mean ready. */
    public static LinkStatus ofAtlas(String word) {
        return switch (word) {
            case "INITIATING" -> INITIATING;
            case "AVAILABLE", "WAITING_FOR_USER" -> AVAILABLE;
            case "FAILED" -> FAILED;
            case "DELETING", "DELETED" -> DELETING;
            default -> UNKNOWN;
        };
    }
}
