package dev.linkgate.gateway.feature.webhooks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a try to deliver an event ended. */
sealed interface TryResult {

    /**
     * The receiver answered.
     *
     * @param body what is visible in the beginning of the answer's body
     * @param retryAfter as the answer asks for it, of 429 and 503
     */
    record Answered(int status, String body, @Nullable Duration retryAfter) implements TryResult {

        /** Any 2xx; a redirect is none. */
        boolean delivered() {
            return status >= 200 && status < 300;
        }

        /** The problem with an answer that does not accept the event: a clause for people. */
        String problem() {
            return "the receiver answered " + status;
        }
    }

    /** @param why a clause for people */
    record NoAnswer(String why) implements TryResult {}
}
