package dev.linkgate.sandbox.authentication;

import dev.linkgate.sandbox.http.Caller;
import org.jspecify.annotations.Nullable;

/** Whether a request is admitted. */
public sealed interface AuthDecision {

    /**
     * The request is admitted.
     *
     * @param nonceCount the request's {@code nc}, if it has a digest
     */
    record Granted(Caller caller, @Nullable String nonceCount) implements AuthDecision {}

    /** @param nonceCount the request's {@code nc}, if it has a readable digest */
    record Challenged(ChallengeReason reason, @Nullable String nonceCount) implements AuthDecision {}

    /** The request is not decided, because it asks for a token, or a fault came first. */
    record Unasked() implements AuthDecision {}
}
