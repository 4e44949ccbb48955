package dev.linkgate.credential;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries a credential out on Atlas; the credential need not be stored. */
public interface Probe {

    /**
     * Asks Atlas for something harmless with this credential, whatever is thought of it so far. A refusal is reported
     * to the {@link CredentialVault} as that of any other call; whoever asks reports the success.
     *
     * @param project the project to read; without one, Atlas is asked for what any key may ask
     * @return why it cannot be used, or nothing when Atlas took it
     */
    Optional<Failure> verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project);
}
