package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.feature.webhooks.Webhooks.NewWebhook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored webhook.
 *
 * @param disabledReason why the gateway disabled it; absent if it is enabled, or an administrator disabled it
 * @param ciphertext the secret that signs, as {@link KeyRing} describes it
 * @param previousCiphertext the one before, which signs, too, until {@code previousUntil}; absent if there was none
 */
record Webhook(
        String name,
        String url,
        EventFilter filter,
        boolean enabled,
        @Nullable String disabledReason,
        String ciphertext,
        String fingerprint,
        @Nullable String previousCiphertext,
        @Nullable Instant previousUntil,
        Instant createdAt,
        Instant updatedAt)
        implements Recorded {

    /** The text that a ciphertext is bound to. No name of another kind of secret has a space. */
    static String binding(String name) {
        return "webhook secret\n" + name;
    }

    @Override
    public Change.Values recorded() {
        return recorded(url, filter, enabled, fingerprint);
    }

    /** @param fingerprint of the secret; absent if it is not known yet */
    static Change.Values recorded(String url, EventFilter filter, boolean enabled, @Nullable String fingerprint) {
        return new Change.Values()
                .with("url", url)
                .with("projects", filter.projects())
                .with("events", filter.events())
                .with("enabled", enabled)
                .with("secretFingerprint", fingerprint);
    }

    /** A copy of this webhook with other settings, and the same secrets. */
    Webhook changed(NewWebhook wanted, Instant now) {
        return new Webhook(
                name,
                wanted.url().toString(),
                wanted.filter(),
                wanted.enabled(),
                null,
                ciphertext,
                fingerprint,
                previousCiphertext,
                previousUntil,
                createdAt,
                now);
    }

    /** A copy of this webhook with a new secret, beside which the present one signs until a time. */
    Webhook signingWith(String newCiphertext, String newFingerprint, Instant until) {
        return new Webhook(
                name,
                url,
                filter,
                enabled,
                disabledReason,
                newCiphertext,
                newFingerprint,
                ciphertext,
                until,
                createdAt,
                updatedAt);
    }

    /** A copy of this webhook with a new secret, which alone signs. */
    Webhook signingWith(String newCiphertext, String newFingerprint) {
        return new Webhook(
                name,
                url,
                filter,
                enabled,
                disabledReason,
                newCiphertext,
                newFingerprint,
                null,
                null,
                createdAt,
                updatedAt);
    }

    /** The ciphertexts, the newest one first. */
    List<String> ciphertexts() {
        return previousCiphertext == null ? List.of(ciphertext) : List.of(ciphertext, previousCiphertext);
    }

    /**
     * Decrypts the secrets that sign at a time.
     *
     * @throws UnreadableSecret if no known key decrypts one
     */
    List<SigningSecret> signers(KeyRing keys, Instant now) throws UnreadableSecret {
        List<SigningSecret> signers = new ArrayList<>();
        signers.add(new SigningSecret(keys.decrypt(binding(name), ciphertext)));
        if (previousCiphertext != null && previousUntil != null && now.isBefore(previousUntil)) {
            signers.add(new SigningSecret(keys.decrypt(binding(name), previousCiphertext)));
        }
        return signers;
    }
}
