package dev.linkgate.gateway.core.atlas.channel;

/** The recovery from an {@link AtlasFault} before a caller gets a problem. */
public enum Recovery {
    NONE("no: it is a success", "–"),
    FAIL("no", "–"),
    /** Done by the authenticating layer, which does not count it as a failure. */
    RETRY_AT_ONCE("yes, with a new nonce or token", "at once; ten round trips at most"),
    /** The request had no effect, so it may be sent again. */
    RETRY("yes", "`Retry-After`, if Atlas sends one, and a random part of an interval that doubles"),
    /** Atlas had finished the write when it answered, so an effect that is absent now was not applied. */
    VERIFY_THEN_RETRY("if a read-back shows that it was not applied", "as a read of the same answer"),
    /**
     * The addition may still be in transit during the read-back, whether or not it is sent again. Atlas takes an id
     * once, so of two copies the second gets the answer that the endpoint exists.
     */
    RETRY_UNLESS_FOUND("if a read-back does not show it", "as a read without an answer"),
    /** The write may still be in transit during the read-back, or Atlas has said that it was applied. */
    VERIFY_ONLY("no, but read back", "–");

    private final String again;
    private final String after;

    Recovery(String again, String after) {
        this.again = again;
        this.after = after;
    }

    /** Whether the request is sent again, for the documentation. */
    public String again() {
        return again;
    }

    /** The pause before that, for the documentation. */
    public String after() {
        return after;
    }
}
