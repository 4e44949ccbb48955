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

/** Verifies a credential at Atlas, before or after it is stored. */
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
     * The result of a verification.
     *
     * @param reason why Atlas does not accept the credential; absent if it does
     */
    record VerificationResult(
            boolean ok,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String reason) {}

    /**
     * Tries a key that is not stored yet. It gets a negative version that no other candidate in this process has, so
     * that its state never affects a stored one. A token minted for it also serves the stored one.
     *
     * @throws LinkgateException {@code credential-rejected} if Atlas rejects it, or the problem why Atlas could not be
     *     asked
     */
    void tryOut(RequestContext context, String name, KeyMaterial material) {
        Optional<Failure> failure = probe.verify(context, material.as(name, candidates.decrementAndGet()), null);
        if (failure.isPresent()) {
            throw refusal(failure.get()).toException();
        }
    }

    /**
     * Verifies a stored credential, even if it is suspect.
     *
     * @param project the project to read with it, if any
     * @throws LinkgateException why Atlas could not be asked, if that may pass: it shows nothing about the credential
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
                "Nothing was stored, because verification comes first: " + failure.detail());
        return failure.atlas() == null ? rejected : rejected.answeredBy(failure.atlas());
    }
}
