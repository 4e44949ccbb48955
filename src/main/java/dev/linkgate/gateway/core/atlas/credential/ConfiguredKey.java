package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;

/** What the stored credential is beside the one of its name that a declaration or the environment gives. */
public enum ConfiguredKey {
    /** There is none, or the given one is another than was given last: it is to be stored. */
    CHANGED,
    /** It is the same key. */
    SAME,
    /**
     * The given one is the one that was given last, and another one was stored over the API since: that one is newer.
     */
    OUTDATED,
    /** Another key is stored, encrypted with a master key that this replica lacks, so nothing can be stored over it. */
    UNREADABLE;

    static ConfiguredKey of(OpenedCredential stored, KeyMaterial given, KeyRing keys) {
        CredentialRow row = stored.row();
        boolean lacksKey = keys.lacksKeyOf(row.ciphertext());
        if (row.fingerprint().equals(given.fingerprint())) {
            boolean damaged = stored.isUnreadable() && !lacksKey;
            return damaged ? CHANGED : SAME;
        }
        if (lacksKey) {
            return UNREADABLE;
        }
        return given.fingerprint().equals(row.configuredFingerprint()) ? OUTDATED : CHANGED;
    }
}
