package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that the gateway has made for itself. The one with the highest number of its kind is current, the others are
 * retired.
 *
 * @param number from 1
 * @param name of a pair of keys the public one; no other key of its kind has it
 * @param ciphertext of the secret, or of nothing once that was erased; bound to the other columns
 * @param secret empty once it was erased; absent if it cannot be decrypted here
 */
public record GatewayKey(
        Kind kind,
        long number,
        String name,
        String ciphertext,
        Instant createdAt,
        @Nullable Secret secret) {

    /** What a key is for. The names are stored. */
    public enum Kind {
        ACCESS_TOKENS("signing key", Target.Kind.KEY, false),
        CHECKPOINTS("audit key", Target.Kind.AUDIT_KEY, true),
        RIGHTS("sealing key", Target.Kind.KEY, false);

        private final String words;
        private final Target.Kind target;
        private final boolean pair;

        Kind(String words, Target.Kind target, boolean pair) {
            this.words = words;
            this.target = target;
            this.pair = pair;
        }

        /** Whether the name is the public half of a pair of keys. */
        boolean isPair() {
            return pair;
        }
    }

    /** Stands for a secret that was erased. */
    static final Secret ERASED = Secret.of("");

    /**
     * Whether a master key that is known here made its row. If so, no one without that master key can have added the
     * key.
     */
    public boolean isVouchedFor() {
        return secret != null;
    }

    /** Whether it can be used here. */
    public boolean isUsable() {
        return secret != null && !secret.equals(ERASED);
    }

    /** Whether it signs nothing any more, here or elsewhere, although it may be the current one. */
    public boolean isGivenUp() {
        return ciphertext.isEmpty() || (secret != null && secret.equals(ERASED));
    }

    boolean isSameAs(GatewayKey other) {
        return kind == other.kind && number == other.number && name.equals(other.name);
    }

    GatewayKey with(@Nullable Secret known) {
        return new GatewayKey(kind, number, name, ciphertext, createdAt, known);
    }

    public EncryptedSecret encrypted() {
        return new EncryptedSecret(
                kind.words, new Target.Thing(kind.target, name), binding(kind, number, name), ciphertext);
    }

    /** No other kind of secret has a binding that begins so: no name has a space. */
    static String binding(Kind kind, long number, String name) {
        return kind.words + ' ' + number + ' ' + name;
    }
}
