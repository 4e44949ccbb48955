package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored credential and its secret, or the reason why it cannot be used. Such a row leaves the others usable. */
final class OpenedCredential {

    private static final Logger log = LoggerFactory.getLogger(OpenedCredential.class);

    private final CredentialRow row;
    private final @Nullable AtlasCredential credential;
    private final @Nullable Failure failure;
    private final boolean unreadable;

    private OpenedCredential(
            CredentialRow row, @Nullable AtlasCredential credential, @Nullable Failure failure, boolean unreadable) {
        this.row = row;
        this.credential = credential;
        this.failure = failure;
        this.unreadable = unreadable;
    }

    static OpenedCredential of(CredentialRow row, KeyRing keys, BaseUrls baseUrls) {
        try {
            AtlasCredential credential = row.open(keys).as(row.name(), row.version());
            if (credential.baseUrl() == null || baseUrls.allows(credential.baseUrl())) {
                return new OpenedCredential(row, credential, null, false);
            }
            log.error("The base URL of the credential {} is not in linkgate.atlas.base-urls", row.name());
            return new OpenedCredential(row, null, notAllowed(row.name()), false);
        } catch (UnreadableSecret e) {
            log.error("The stored credential {} cannot be decrypted: {}", row.name(), e.reason());
            return new OpenedCredential(row, null, unreadable(row, keys), true);
        }
    }

    private static Failure unreadable(CredentialRow row, KeyRing keys) {
        String what = row.isGivenUp()
                ? "The secret of the credential " + row.name() + " was given up with its master key"
                : "The stored credential " + row.name() + " cannot be decrypted";
        String cure = keys.lacksKeyOf(row.ciphertext())
                ? "start this replica with the master key that it was encrypted with, too."
                : "store it again.";
        return Failure.of(ProblemCode.NO_CREDENTIAL, what + ", so nothing was sent. The platform team must " + cure);
    }

    private static Failure notAllowed(String name) {
        String detail =
                "The base URL of the credential " + name + " is no longer in linkgate.atlas.base-urls, so nothing"
                        + " was sent. The platform team must add it there, or store the credential again.";
        return Failure.of(ProblemCode.NO_CREDENTIAL, detail);
    }

    CredentialRow row() {
        return row;
    }

    /**
     * @throws LinkgateException {@code no-credential} if it cannot be decrypted, or the settings no longer allow its base
     *     URL
     */
    AtlasCredential credential() {
        if (credential == null) {
            throw Objects.requireNonNull(failure).toException();
        }
        return credential;
    }

    boolean isUnreadable() {
        return unreadable;
    }

    boolean sameSecretAs(CredentialRow other) {
        return credential != null
                && row.version() == other.version()
                && row.kind() == other.kind()
                && row.publicPart().equals(other.publicPart())
                && Objects.equals(row.baseUrl(), other.baseUrl())
                && row.fingerprint().equals(other.fingerprint());
    }

    /** A copy with a newer row of the same secret, whose state may differ. */
    OpenedCredential with(CredentialRow newer) {
        return new OpenedCredential(newer, credential, failure, unreadable);
    }
}
