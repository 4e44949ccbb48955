package dev.linkgate.sandbox.authentication;

import org.jspecify.annotations.Nullable;

/** Whether a request is let in. */
public sealed interface AuthDecision {

    /** @param nonceCount the {@code nc} it came with, if it came with a digest */
    record Granted(@Nullable String nonceCount) implements AuthDecision {}

    /** @param nonceCount the {@code nc} it came with, if it came with a digest that could be read */
    record Challenged(ChallengeReason reason, @Nullable String nonceCount) implements AuthDecision {}

    /** Nobody asked, for the request is one for a token, or a fault came first. */
    record Unasked() implements AuthDecision {}
}
