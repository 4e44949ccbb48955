package dev.linkgate.gateway.core.platform.encryption;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.util.SecretBytes;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.Sha256;
import dev.linkgate.kernel.StartRefused;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets with the first master key and decrypts them with any.
 *
 * <p>A ciphertext is, in base64:
 *
 * <pre>{@code
 * ciphertext = %x01 key-id iv sealed tag
 * key-id     = 4OCTET   ; big endian
 * iv         = 12OCTET
 * sealed     = *OCTET   ; AES-256-GCM of the secret's UTF-8, with the binding as associated data
 * tag        = 16OCTET
 * }</pre>
 *
 * <p>This is Tink's form with its TINK prefix. A key's id is derived from the key, so it is the same on every replica
 * and at every place in the list.
 */
public final class KeyRing {

    /** Stands for the id of a key, for a text that no key made. */
    static final String NO_KEY = "unknown";

    private static final int KEY_BYTES = 32;
    private static final String ACTION =
            "Set linkgate.master-key to base64 of 32 random bytes, as `openssl rand -base64 32` prints it; several are"
                    + " separated by commas, the one that encrypts comes first.";

    private final KeysetHandle keys;
    private final Aead aead;

    private KeyRing(KeysetHandle keys) throws GeneralSecurityException {
        this.keys = keys;
        this.aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /**
     * Reads the master keys.
     *
     * @param text base64 of 32 bytes, several separated by commas; the first one encrypts
     * @param source where the text comes from, for the message
     * @throws StartRefused if an entry is not a key; the message names the entry, never its value
     */
    public static KeyRing of(Secret text, String source) {
        Map<Integer, byte[]> keys = new LinkedHashMap<>();
        String[] entries = text.reveal().split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            byte[] key = key(entries[i].strip(), source + ", entry " + (i + 1) + " of " + entries.length);
            keys.putIfAbsent(id(key), key);
        }
        try {
            AeadConfig.register();
            KeysetHandle.Builder builder = KeysetHandle.newBuilder();
            for (Map.Entry<Integer, byte[]> key : keys.entrySet()) {
                KeysetHandle.Builder.Entry entry = entry(key.getKey(), key.getValue());
                builder.addEntry(builder.size() == 0 ? entry.makePrimary() : entry);
            }
            return new KeyRing(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-256-GCM", e);
        }
    }

    /** A new random key in the form that {@link #of} reads. */
    public static String generate() {
        byte[] key = SecretBytes.randomBytes(KEY_BYTES).toByteArray(InsecureSecretKeyAccess.get());
        return Base64.getEncoder().encodeToString(key);
    }

    /** @param binding the text under which alone it can be decrypted, which no other kind of secret uses */
    public String encrypt(String binding, Secret secret) {
        try {
            byte[] sealed = aead.encrypt(bytes(secret.reveal()), bytes(binding));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encryption failed", e);
        }
    }

    /** @throws UnreadableSecret if no key decrypts it under this binding: wrong key, wrong binding, or altered */
    public Secret decrypt(String binding, String ciphertext) throws UnreadableSecret {
        try {
            byte[] plain = aead.decrypt(Base64.getDecoder().decode(ciphertext), bytes(binding));
            return Secret.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableSecret(reason(ciphertext));
        }
    }

    /** Whether one of these keys made this ciphertext. */
    public boolean hasKeyOf(String ciphertext) {
        return allIds().contains(idOf(ciphertext));
    }

    /** Whether another master key made this ciphertext, so that other replicas may be able to read it. */
    public boolean lacksKeyOf(String ciphertext) {
        return !hasKeyOf(ciphertext) && !idOf(ciphertext).equals(NO_KEY);
    }

    /** Whether the encrypting key made this ciphertext. */
    public boolean isCurrent(String ciphertext) {
        return idOf(ciphertext).equals(currentId());
    }

    /** Whether a text is one of these keys, or several of them. */
    public boolean includes(Secret text) {
        for (String entry : text.reveal().split(",", -1)) {
            byte[] key;
            try {
                key = Base64.getDecoder().decode(entry.strip());
            } catch (IllegalArgumentException e) {
                continue;
            }
            if (allIds().contains(hex(id(key)))) {
                return true;
            }
        }
        return false;
    }

    /** The id of the encrypting key: 8 hex digits. */
    public String currentId() {
        return hex(keys.getPrimary().getId());
    }

    /** The ids of all keys, in their order in the settings. */
    public List<String> allIds() {
        return IntStream.range(0, keys.size())
                .mapToObj(place -> hex(keys.getAt(place).getId()))
                .toList();
    }

    /**
     * What makes and checks tags for one purpose.
     *
     * @param purpose keys of different purposes tell nothing of each other
     */
    public Tags tags(String purpose) {
        return new Tags(derive(purpose));
    }

    /** The ids, not the keys. */
    @Override
    public String toString() {
        return "KeyRing" + allIds();
    }

    /** Why it cannot be decrypted: a clause for people. */
    public String reason(String ciphertext) {
        String id = idOf(ciphertext);
        if (id.equals(NO_KEY)) {
            return "the stored text is not one that a master key made";
        }
        return allIds().contains(id)
                ? "it was encrypted with the key of id " + id
                        + ", which is known, but the stored text was altered or belongs to another name or base URL"
                : "it was encrypted with a key of id " + id + ", and only " + allIds() + " are known";
    }

    /** The id of the key that made this ciphertext, or {@link #NO_KEY} if the text is not one of a key ring. */
    public static String idOf(String ciphertext) {
        try {
            byte[] sealed = Base64.getDecoder().decode(ciphertext);
            return sealed.length > 5 && sealed[0] == 1 ? HexFormat.of().formatHex(sealed, 1, 5) : NO_KEY;
        } catch (IllegalArgumentException e) {
            return NO_KEY;
        }
    }

    /**
     * Keys for another purpose than encryption, one from each of these, in their order (HKDF with SHA-256, RFC 5869).
     *
     * @param purpose keys of different purposes tell nothing of each other
     */
    private List<SecretKey> derive(String purpose) {
        return IntStream.range(0, keys.size())
                .mapToObj(place -> derive(purpose, keys.getAt(place)))
                .toList();
    }

    @AccessesPartialKey // its bytes are the material that another key is derived from
    private static SecretKey derive(String purpose, KeysetHandle.Entry entry) {
        byte[] master = ((AesGcmKey) entry.getKey()).getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
        try {
            byte[] derived = Hkdf.computeHkdf("HMACSHA256", master, new byte[0], bytes(purpose), KEY_BYTES);
            return new SecretKeySpec(derived, "HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HMAC with SHA-256", e);
        }
    }

    private static String hex(int id) {
        return HexFormat.of().toHexDigits(id);
    }

    private static byte[] key(String base64, String source) {
        if (base64.isEmpty()) {
            throw new StartRefused("The master key is not valid (" + source + "): it is empty.", ACTION);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new StartRefused("The master key is not valid (" + source + "): it is not base64.", ACTION);
        }
        if (key.length != KEY_BYTES) {
            throw new StartRefused(
                    "The master key is not valid (" + source + "): it has " + key.length + " bytes, not " + KEY_BYTES
                            + ".",
                    ACTION);
        }
        return key;
    }

    @AccessesPartialKey // the operator owns the keys, so Tink imports them instead of generating them
    private static KeysetHandle.Builder.Entry entry(int id, byte[] key) throws GeneralSecurityException {
        return KeysetHandle.importKey(AesGcmKey.builder()
                .setParameters(PredefinedAeadParameters.AES256_GCM)
                .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                .setIdRequirement(id)
                .build());
    }

    /** Thirty-two bits of a hash reveal nothing about 256 random bits. */
    private static int id(byte[] key) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes("linkgate master key id"));
        return ByteBuffer.wrap(digest.digest(key)).getInt();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
