package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;

/** How one credential is shown to Atlas, with what is kept for it between requests. */
sealed interface Authentication permits DigestAuthentication, TokenAuthentication {

    /** Grows with each attempt to get what is shown. Who may have to wait for such an attempt reads it before. */
    int attempts();

    /**
     * Shows the credential, over as many round trips as that takes, and brings the answer.
     *
     * @param seen the {@link #attempts} when the request came: one that failed since then failed for it too
     * @throws TransportFailure if no whole answer came
     * @throws dev.linkgate.kernel.LinkgateException if Atlas asks for something that the gateway cannot show
     */
    AuthResult exchange(AtlasRequest request, int seen);

    /** An answer that the gateway can do nothing with. */
    static Failure unusable(AtlasAnswer answer, String detail) {
        return Failure.of(ProblemCode.ATLAS_ERROR, detail).answeredBy(answer);
    }
}
