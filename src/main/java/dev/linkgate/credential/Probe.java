package dev.linkgate.credential;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries a credential at Atlas; the credential need not be stored. */
public interface Probe {

    /**
     * Sends Atlas a harmless read with this credential, whatever its state. A refusal is reported to the {@link
     * CredentialVault} like that of any other request; the caller reports the success.
     *
     * @param project the project to read; without one, the probe reads a resource that any key may read
     * @return why it cannot be used, or nothing if Atlas accepted it
     */
    Optional<Failure> verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project);
}
