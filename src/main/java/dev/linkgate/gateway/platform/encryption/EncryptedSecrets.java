package dev.linkgate.gateway.platform.encryption;

import java.util.List;

/** All stored secrets of one kind. The features that have some bring them. */
public interface EncryptedSecrets {

    /** Those that are stored now; costs a query. */
    List<EncryptedSecret> secrets();

    /**
     * Replaces a ciphertext with another one of the same secret, unless that was replaced or removed since it was read.
     */
    void replace(EncryptedSecret secret, String ciphertext);

    /** The number of those that this replica cannot decrypt. Costs no query. */
    int unreadable();

    /** The number of those that another master key than the first one encrypts. Costs no query. */
    int underOtherKeys();
}
