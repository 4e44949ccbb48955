package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encrypts and decrypts the verifiers of keys, each bound to its key's id. */
public final class VerifierCipher {

    private static final Logger log = LoggerFactory.getLogger(VerifierCipher.class);

    private final KeyRing keys;

    public VerifierCipher(KeyRing keys) {
        this.keys = keys;
    }

    StoredVerifier seal(String id, Secret key) {
        DigestVerifier verifier = DigestVerifier.of(id, key);
        return new StoredVerifier(keys.encrypt(binding(id), verifier.text()), verifier);
    }

    /** Decrypts one. If that is not possible, it is logged, and the key is as good as before for all else. */
    public StoredVerifier open(String id, @Nullable String ciphertext) {
        if (ciphertext == null) {
            return StoredVerifier.NONE;
        }
        try {
            return new StoredVerifier(ciphertext, DigestVerifier.parse(keys.decrypt(binding(id), ciphertext)));
        } catch (UnreadableSecret e) {
            log.error("The stored verifier of the API key {} cannot be decrypted: {}", id, e.reason());
        } catch (IllegalArgumentException e) {
            log.error("The stored verifier of the API key {} lacks an algorithm", id);
        }
        return new StoredVerifier(ciphertext, null);
    }

    /** The stored verifier of a key. */
    public static EncryptedSecret encrypted(String id, String ciphertext) {
        Target.Thing key = new Target.Thing(Target.Kind.KEY, id);
        return new EncryptedSecret("verifier of the API key", key, binding(id), ciphertext);
    }

    public boolean isUnderOtherKey(StoredVerifier verifier) {
        return verifier.ciphertext() != null && !keys.isCurrent(verifier.ciphertext());
    }

    /** No credential's binding begins with an upper-case letter. */
    private static String binding(String id) {
        return "API key " + id;
    }
}
