package dev.linkgate.gateway.feature.credentials;

import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.atlas.credential.KeyMaterial;
import dev.linkgate.gateway.core.atlas.credential.Probe;
import dev.linkgate.gateway.core.atlas.credential.ProbeResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Verifies a credential at Atlas, before or after it is stored. */
@Component
class Verifier {

    private final Probe probe;
    private final CredentialVault vault;
    private final AtomicInteger candidates = new AtomicInteger();

    Verifier(Probe probe, CredentialVault vault) {
        this.probe = probe;
        this.vault = vault;
    }

    /**
     * Tries a key that is not stored yet. It gets a negative version that no other candidate in this process has, so
     * that its state never affects a stored one. A token minted for it also serves the stored one.
     *
     * @throws LinkgateException {@code credential-rejected} if Atlas rejects it, or the problem why Atlas could not be
     *     asked
     */
    void tryOut(RequestContext context, String name, KeyMaterial material) {
        AtlasCredential candidate = material.as(name, candidates.decrementAndGet());
        if (probe.verify(context, candidate, null) instanceof ProbeResult.Refused refused) {
            throw rejection(refused).toException();
        }
    }

    /**
     * Verifies a stored credential, even if it is suspect.
     *
     * @param project the project to read with it, if any
     * @throws LinkgateException if the gateway could not ask, or cannot use Atlas's answer
     */
    VerificationResult verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project) {
        return switch (probe.verify(context, credential, project)) {
            case ProbeResult.Accepted accepted -> {
                vault.report(credential, CredentialState.OK);
                yield project == null
                        ? VerificationResult.Accepted.withoutProject(accepted.roles())
                        : VerificationResult.Accepted.onProject(accepted.roles());
            }
            case ProbeResult.Refused refused ->
                new VerificationResult.Refused(false, refused.reason(), refused.detail());
        };
    }

    private static Failure rejection(ProbeResult.Refused refused) {
        if (refused.reason().isPassing()) {
            return refused.failure();
        }
        String detail = "Nothing was stored, because verification comes first. " + refused.detail();
        return Failure.of(ProblemCode.CREDENTIAL_REJECTED, detail)
                .answeredBy(refused.failure().atlas());
    }
}
