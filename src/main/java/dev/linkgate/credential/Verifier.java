package dev.linkgate.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Has Atlas say what it makes of a credential, before it is stored or after. */
@Component
class Verifier {

    private static final Set<ProblemCode> REFUSALS =
            Set.of(ProblemCode.ATLAS_CREDENTIAL_REJECTED, ProblemCode.ATLAS_ACCESS_LIST);

    private final Probe probe;
    private final CredentialVault vault;
    private final AtomicInteger candidates = new AtomicInteger();

    Verifier(Probe probe, CredentialVault vault) {
        this.probe = probe;
        this.vault = vault;
    }

    /**
     * What came of a verification.
     *
     * @param reason why Atlas does not take the credential; absent when it does
     */
    record VerificationResult(
            boolean ok,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String reason) {}

    /**
     * Tries a key that is not stored yet. It goes under a negative version that no other candidate has in this process,
     * so that what Atlas thinks of it is never held against a stored one. A token minted for it serves the stored one
     * too.
     *
     * @throws LinkgateException {@code credential-rejected} if Atlas refuses it, or why Atlas could not be asked
     */
    void tryOut(RequestContext context, String name, KeyMaterial material) {
        Optional<Failure> failure = probe.verify(context, material.as(name, candidates.decrementAndGet()), null);
        if (failure.isPresent()) {
            throw refusal(failure.get()).toException();
        }
    }

    /**
     * Asks Atlas about a stored credential, also when it is suspect.
     *
     * @param project the project to read with it, if any
     * @throws LinkgateException why Atlas could not be asked, when that may pass: it tells nothing about the credential
     */
    VerificationResult verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project) {
        Optional<Failure> failure = probe.verify(context, credential, project);
        if (failure.isEmpty()) {
            vault.report(credential, CredentialState.OK);
            return new VerificationResult(true, null);
        }
        if (failure.get().code().retryable()) {
            throw failure.get().toException();
        }
        return new VerificationResult(false, failure.get().detail());
    }

    private static Failure refusal(Failure failure) {
        if (!REFUSALS.contains(failure.code())) {
            return failure;
        }
        Failure rejected = Failure.of(
                ProblemCode.CREDENTIAL_REJECTED,
                "Nothing was stored, because Atlas was asked first: " + failure.detail());
        return failure.atlas() == null ? rejected : rejected.answeredBy(failure.atlas());
    }
}
