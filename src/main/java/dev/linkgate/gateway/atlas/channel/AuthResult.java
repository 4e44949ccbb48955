package dev.linkgate.gateway.atlas.channel;

import dev.linkgate.gateway.platform.request.AtlasAnswer;

/** What an exchange shows about its credential. */
public sealed interface AuthResult {

    /** Atlas accepted the credential, whatever its answer. */
    record Taken(AtlasResponse response) implements AuthResult {}

    /** The answer may have been given before the credential was checked. */
    record Unclear(AtlasResponse response) implements AuthResult {}

    /** Atlas rejected the credential. */
    record Refused(AtlasAnswer answer) implements AuthResult {}

    /** The result for an answer that does not reject the credential of its request. */
    static AuthResult of(AtlasResponse response) {
        return FaultClassifier.knowsCredential(response) ? new Taken(response) : new Unclear(response);
    }
}
