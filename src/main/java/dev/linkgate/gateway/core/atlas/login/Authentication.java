package dev.linkgate.gateway.core.atlas.login;

import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;

/** Authenticates requests with one credential, and keeps its state between requests. */
sealed interface Authentication permits DigestAuthentication, TokenAuthentication {

    /** Counts the attempts to get a nonce or token. A request that may wait for such an attempt reads it first. */
    int attempts();

    /**
     * Sends a request with the credential, over as many round trips as needed.
     *
     * @param seen the {@link #attempts} when the request came: an attempt that failed since then failed for this
     *     request too
     * @throws TransportFailure if no complete answer came
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if Atlas asks for an unsupported authentication
     */
    AuthResult exchange(AtlasRequest request, int seen);

    /** What an exchange shows about its credential. */
    sealed interface AuthResult {

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

    /** The failure for an answer that the gateway cannot use. */
    static Failure unusable(AtlasAnswer answer, String detail) {
        return Failure.of(ProblemCode.ATLAS_ERROR, detail).answeredBy(answer);
    }
}
