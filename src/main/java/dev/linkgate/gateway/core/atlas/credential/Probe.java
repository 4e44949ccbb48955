package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;

/** Tries a credential at Atlas; the credential need not be stored. */
public interface Probe {

    /**
     * Sends Atlas harmless reads with this credential, whatever its state. A refusal of the key is reported to the
     * {@link CredentialVault} like that of any other request; the caller reports the success.
     *
     * @param project the project to read; without one, the probe reads a resource that any key may read
     * @throws LinkgateException if the gateway could not ask, or cannot use Atlas's answer
     */
    ProbeResult verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project);
}
