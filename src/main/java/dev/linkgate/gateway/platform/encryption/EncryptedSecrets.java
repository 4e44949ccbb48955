package dev.linkgate.gateway.platform.encryption;

import dev.linkgate.gateway.platform.request.RequestContext;
import java.util.List;

/** All stored secrets of one kind. The features that have some bring them. */
public interface EncryptedSecrets {

    /** Those that are stored now; costs a query. */
    List<EncryptedSecret> all();

    /**
     * Encrypts a secret again, unless it was replaced or removed since it was read, and records that.
     *
     * @param ring whose first key encrypts it
     * @throws UnreadableSecret if it cannot be decrypted
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} if that cannot be recorded
     */
    void reencrypt(EncryptedSecret secret, KeyRing ring, RequestContext context) throws UnreadableSecret;

    /** The number of those that this replica cannot decrypt. Costs no query. */
    int unreadable();

    /** The number of those that another master key than the first one encrypts. Costs no query. */
    int underOtherKeys();
}
