package dev.linkgate.credential;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored credential and, if readable, its secret. An unreadable row leaves the others usable. */
final class OpenedCredential {

    private static final Logger log = LoggerFactory.getLogger(OpenedCredential.class);

    private final CredentialRow row;
    private final @Nullable AtlasCredential credential;

    private OpenedCredential(CredentialRow row, @Nullable AtlasCredential credential) {
        this.row = row;
        this.credential = credential;
    }

    static OpenedCredential of(CredentialRow row, KeyRing keys) {
        try {
            return new OpenedCredential(row, row.open(keys).as(row.name(), row.version()));
        } catch (UnreadableSecret e) {
            log.error("The stored credential {} cannot be decrypted: {}", row.name(), e.reason());
            return new OpenedCredential(row, null);
        }
    }

    CredentialRow row() {
        return row;
    }

    /** @throws LinkgateException {@code internal-error} if it cannot be decrypted */
    AtlasCredential credential() {
        if (credential == null) {
            String detail = "The stored credential " + row.name() + " cannot be decrypted. The platform team must store"
                    + " it again, or add the master key that it was encrypted with.";
            throw Failure.of(ProblemCode.INTERNAL_ERROR, detail).toException();
        }
        return credential;
    }

    boolean sameSecretAs(CredentialRow other) {
        return credential != null
                && row.version() == other.version()
                && row.kind() == other.kind()
                && row.publicPart().equals(other.publicPart())
                && row.fingerprint().equals(other.fingerprint());
    }

    /** The same secret with a newer row, whose state may differ. */
    OpenedCredential with(CredentialRow newer) {
        return new OpenedCredential(newer, credential);
    }
}
