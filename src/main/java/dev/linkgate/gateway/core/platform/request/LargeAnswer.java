package dev.linkgate.gateway.core.platform.request;

/**
 * The answer of a request, for what makes a large one. Making takes memory and much of a processor, so its memory is
 * counted and there are few turns for it: hundreds of large answers at the same time would leave nothing to other
 * callers.
 */
public interface LargeAnswer {

    /** The large answer of a request that no caller waits for. */
    LargeAnswer NONE = new LargeAnswer() {
        @Override
        public void takes(long bytes) {}

        @Override
        public void begin() {}
    };

    /**
     * Counts memory that the answer is made from, until it is made.
     *
     * @throws LinkgateException {@code rate-limited} if it is not left
     */
    void takes(long bytes);

    /**
     * Waits for the turn to make the answer, and keeps it until the answer is made. Nothing that waits for others may
     * be done then.
     *
     * @throws LinkgateException {@code rate-limited} if the turn did not come in time
     */
    void begin();
}
