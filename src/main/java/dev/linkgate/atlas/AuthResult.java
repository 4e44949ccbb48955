package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;

/** What an exchange says of the credential that it was made with. */
sealed interface AuthResult {

    /** Atlas knows the credential, whatever it answered. */
    record Taken(AtlasResponse response) implements AuthResult {}

    /** The answer may have been given before anybody looked at the credential. */
    record Unclear(AtlasResponse response) implements AuthResult {}

    /** Atlas does not take the credential. */
    record Refused(AtlasAnswer answer) implements AuthResult {}

    /** For an answer, to a request that showed the credential, which does not refuse it. */
    static AuthResult of(AtlasResponse response) {
        return FaultClassifier.knowsCredential(response) ? new Taken(response) : new Unclear(response);
    }
}
