package dev.linkgate.gateway.access.masterkeys;

import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.operation.OperationHandler;
import dev.linkgate.gateway.platform.operation.Operations;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.audit.RollbackState;
import dev.linkgate.kernel.Secret;
import java.util.List;

/** Master keys for tests, and what rotates them. */
public final class TestKeys {

    /** One of which it does not matter which it is. */
    public static final KeyRing RING = ring(KeyRing.generate());

    /** The number of secrets after which a cancellation is looked for. */
    public static final int BATCH = Reencryption.BATCH;

    private TestKeys() {}

    /** The first one encrypts. */
    public static KeyRing ring(String... keys) {
        return KeyRing.of(Secret.of(String.join(",", keys)), "test");
    }

    public static MasterKeys masterKeys(
            EncryptedSecrets secrets, KeyRing keys, Operations operations, AuditTrail trail) {
        return new MasterKeys(List.of(secrets), keys, operations, trail, new RollbackState());
    }

    public static OperationHandler reencryption(EncryptedSecrets secrets, KeyRing keys, AuditTrail trail) {
        return new Reencryption(List.of(secrets), keys, trail);
    }
}
