package dev.linkgate.gateway.feature.masterkeys;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.Secret;
import java.util.List;

/** Master keys for tests. */
public final class TestKeys {

    /** One of which it does not matter which it is. */
    public static final KeyRing RING = ring(KeyRing.generate());

    private TestKeys() {}

    /** The first one encrypts. */
    public static KeyRing ring(String... keys) {
        return KeyRing.of(Secret.of(String.join(",", keys)), "test");
    }

    public static MasterKeys masterKeys(EncryptedSecrets secrets, KeyRing keys, AuditTrail trail) {
        return new MasterKeys(List.of(secrets), keys, trail, false);
    }
}
