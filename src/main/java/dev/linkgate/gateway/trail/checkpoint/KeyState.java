package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.NoteSigner;

/** What this replica can do with a stored key. */
sealed interface KeyState {

    /** Sign and verify. */
    record Signing(NoteSigner signer) implements KeyState {}

    /** Only verify: its seed was erased. */
    record Verifying() implements KeyState {}

    /** Nothing: it needs a master key that is not known here. */
    record OfOtherMasterKey() implements KeyState {}

    /** Nothing: it was altered, so it may be anybody's. */
    record Altered() implements KeyState {}
}
