package dev.linkgate.gateway.access.oauth;

import dev.linkgate.gateway.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.MissingKeys;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.kernel.Secret;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The key that signs access tokens: 256 random bits, made by the replica that starts first and kept in the database for
 * all, encrypted. So a master key that is retired signs nothing, nor does a master key without the database.
 */
@Component
final class SigningKey implements EncryptedSecrets {

    private static final Logger log = LoggerFactory.getLogger(SigningKey.class);

    private static final String NAME = "access-tokens";

    /** No other kind of secret has a binding that begins so. */
    private static final String BINDING = "Signing key " + NAME;

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final Snapshot<Stored> stored;

    /** Read and written by the snapshot, from one thread at a time. */
    private Stored last = new Stored("", null);

    /** @param signer absent if the ciphertext cannot be decrypted here */
    private record Stored(String ciphertext, @Nullable TokenSigner signer) {}

    /** @throws dev.linkgate.kernel.StartRefused if the key needs a master key that is not known here */
    SigningKey(JdbcClient jdbc, KeyRing keys, Snapshots snapshots) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.stored = snapshots.of("signing-key", Snapshot.Source.whole(this::load));
        jdbc.sql("INSERT INTO signing_key (name, ciphertext) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")
                .params(NAME, keys.encrypt(BINDING, Secret.of(KeyRing.generate())))
                .update();
        MissingKeys.of(secrets(), keys)
                .refuseStart(names -> "run this in the database, and start. All access tokens end with it: DELETE FROM"
                        + " signing_key WHERE name IN (" + names + ");");
    }

    /** What is decrypted already is kept, so a replica without a new master key keeps working after a re-encryption. */
    private Stored load() {
        String ciphertext = jdbc.sql("SELECT ciphertext FROM signing_key WHERE name = ?")
                .param(NAME)
                .query(String.class)
                .single();
        last = new Stored(ciphertext, signer(ciphertext));
        return last;
    }

    private @Nullable TokenSigner signer(String ciphertext) {
        try {
            byte[] key =
                    Base64.getDecoder().decode(keys.decrypt(BINDING, ciphertext).reveal());
            return new TokenSigner(new SecretKeySpec(key, TokenSigner.ALGORITHM));
        } catch (UnreadableSecret e) {
            log.error("The stored key that signs access tokens cannot be decrypted: {}", e.reason());
            return last.signer();
        }
    }

    /** Signs with the key, and recognises what it has signed; nothing if it cannot be decrypted here. */
    Optional<TokenSigner> signer() {
        return Optional.ofNullable(stored.get().signer());
    }

    @Override
    public List<EncryptedSecret> secrets() {
        Target.Thing thing = new Target.Thing(Target.Kind.KEY, NAME);
        return jdbc.sql("SELECT ciphertext FROM signing_key WHERE name = ?")
                .param(NAME)
                .query((row, n) -> new EncryptedSecret("signing key", thing, BINDING, row.getString(1)))
                .list();
    }

    @Override
    public void replace(EncryptedSecret secret, String ciphertext) {
        stored.change(
                secret.name(),
                () -> jdbc.sql("UPDATE signing_key SET ciphertext = ? WHERE name = ? AND ciphertext = ?")
                        .params(ciphertext, secret.name(), secret.ciphertext())
                        .update());
    }

    @Override
    public int unreadable() {
        return signer().isPresent() ? 0 : 1;
    }

    @Override
    public int underOtherKeys() {
        return keys.isCurrent(stored.get().ciphertext()) ? 0 : 1;
    }
}
