package dev.linkgate.gateway.core.platform.encryption;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** All stored secrets of one kind. The features that have some bring them. */
public interface EncryptedSecrets {

    /** The secrets that are stored now; costs a query. */
    List<EncryptedSecret> secrets();

    /**
     * Replaces ciphertexts with others of the same secrets, each unless it was replaced or removed since it was read.
     */
    void replace(Map<EncryptedSecret, String> ciphertexts);

    /**
     * Gives up secrets whose master key is lost, each unless it was replaced or removed since it was read. What they
     * belong to stays, without them.
     */
    void giveUp(Collection<EncryptedSecret> lost);

    /** The number of those that this replica cannot decrypt. Costs no query. */
    int unreadable();

    /** The number of those that another master key than the first one encrypts. Costs no query. */
    int underOtherKeys();
}
