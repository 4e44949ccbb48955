package dev.linkgate.link;

/** How far the connection through an endpoint is. */
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
    /** Atlas says something that this gateway does not know. */
    UNKNOWN;

    /** From Atlas's word. FAILED, which Azure and GCP have for it, is a rejection. */
    public static ConnectionStatus ofAtlas(String word) {
        if (word.equals("FAILED")) {
            return REJECTED;
        }
        for (ConnectionStatus status : values()) {
            if (status.name().equals(word)) {
                return status;
            }
        }
        return UNKNOWN;
    }
}
