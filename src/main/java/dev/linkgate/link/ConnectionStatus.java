package dev.linkgate.link;

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

    /** From Atlas's word. Azure's and GCP's FAILED is a rejection. */
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
