package dev.linkgate.atlas;

/** What is done about an {@link AtlasFault} before a caller is told anything. */
enum Recovery {
    NONE("no: it is a success", "–"),
    FAIL("no", "–"),
    /** By the authenticating layer, which counts it as no failure. */
    RETRY_AT_ONCE("yes, with a new nonce or token", "at once; ten round trips at most"),
    /** The request had no effect, so it may go again. */
    RETRY("yes", "`Retry-After`, if Atlas says one, and a random part of an interval that doubles"),
    /** Atlas was done with the write when it answered, so what is not there now was not done. */
    VERIFY_THEN_RETRY("if a read-back shows that it was not done", "as a read of the same answer"),
    /**
     * The addition may still be on its way when the read-back looks, whether or not it is sent again. Atlas takes an id
     * once, so of two copies one is told that the endpoint exists.
     */
    RETRY_UNLESS_FOUND("if a read-back does not show it", "as a read without an answer"),
    /** The write may still be on its way when the read-back looks, or Atlas has said that it is done. */
    VERIFY_ONLY("no, but read back", "–");

    private final String again;
    private final String after;

    Recovery(String again, String after) {
        this.again = again;
        this.after = after;
    }

    /** Whether the request is sent again, for the documentation. */
    String again() {
        return again;
    }

    /** After how long, for the documentation. */
    String after() {
        return after;
    }
}
