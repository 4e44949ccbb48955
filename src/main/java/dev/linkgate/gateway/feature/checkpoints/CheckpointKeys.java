package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.encryption.GatewayKey;
import dev.linkgate.gateway.core.platform.encryption.GatewayKey.Kind;
import dev.linkgate.gateway.core.platform.encryption.GatewayKeys;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import dev.linkgate.transparency.SignedNote;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The keys that sign checkpoints. The current one signs; those before it are retired: they only verify, and their seeds
 * are erased. A change takes effect here at once, and on other replicas after their next poll.
 *
 * <p>A key counts only if a master key that is known here made its row, so an attacker who can write to the database
 * cannot add a key of their own.
 */
@Component
class CheckpointKeys {

    private static final Logger log = LoggerFactory.getLogger(CheckpointKeys.class);

    private final GatewayKeys keys;
    private final KeyRing ring;

    /**
     * Makes the first key at the first start, and another one if the private half of the last one was given up.
     *
     * @throws StartRefused if the keys were made for another origin
     */
    CheckpointKeys(GatewayKeys keys, KeyRing ring, CheckpointSettings settings) {
        this.keys = keys;
        this.ring = ring;
        NoteSigner first = NoteSigner.generate(settings.firstOrigin());
        if (keys.makeFirst(Kind.CHECKPOINTS, first.key().toString(), first.seed())) {
            log.info("Checkpoints of the audit trail are signed by the new key {}", first.key());
        }
        refuseOther(settings.origin());
        if (stored().getFirst().isGivenUp()) {
            rotate();
        }
    }

    private void refuseOther(@Nullable String wanted) {
        String origin = origin();
        if (wanted != null && !wanted.equals(origin)) {
            throw new StartRefused(
                    "linkgate.audit.origin is '" + wanted + "', but the audit trail of this database has the origin '"
                            + origin + "'.",
                    "Set it to '" + origin + "', or remove it: an audit trail keeps its origin for good, because"
                            + " checkpoints held outside name it.");
        }
    }

    private List<GatewayKey> stored() {
        return keys.of(Kind.CHECKPOINTS);
    }

    /** The name of this log in its checkpoints, and of all its keys. */
    String origin() {
        List<GatewayKey> stored = stored();
        return publicKey(stored.stream()
                        .filter(GatewayKey::isVouchedFor)
                        .findFirst()
                        .orElseGet(stored::getFirst))
                .name();
    }

    private static NoteKey publicKey(GatewayKey key) {
        return NoteKey.parse(key.name());
    }

    /** The public halves of the current key and of all retired ones, the newest first. */
    List<NoteKey> all() {
        return publicKeys(GatewayKey::isVouchedFor);
    }

    /** The keys of {@link #all}, with all that is known of them. */
    List<GatewayKey> vouchedFor() {
        return stored().stream().filter(GatewayKey::isVouchedFor).toList();
    }

    private List<NoteKey> publicKeys(Predicate<GatewayKey> condition) {
        return stored().stream()
                .filter(condition)
                .map(CheckpointKeys::publicKey)
                .toList();
    }

    /** Whether one of the gateway's keys has signed the note, and the signature of none of them is wrong. */
    boolean accepts(SignedNote note) {
        return note.isSignedByOneOf(all());
    }

    /** Whether the gateway {@linkplain #accepts} the note, and this is its text. */
    boolean accepts(String note, String text) {
        try {
            SignedNote signed = SignedNote.parse(note);
            return signed.text().equals(text) && accepts(signed);
        } catch (MalformedNote e) {
            return false;
        }
    }

    /**
     * Whether the gateway {@linkplain #accepts} the note, or would if it had the master key of one of its keys. Enough
     * for what the trail is held against, where more checkpoints allow less; never for what allows something.
     */
    boolean mayAccept(SignedNote note) {
        return note.isSignedByOneOf(publicKeys(key -> key.isVouchedFor() || ring.lacksKeyOf(key.ciphertext())));
    }

    /**
     * Signs a text with the current key.
     *
     * @param text ends a line
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if it cannot be
     *     decrypted here
     */
    SignedNote sign(String text) {
        GatewayKey current = stored().getFirst();
        if (!current.isUsable()) {
            throw Failure.of(
                            ProblemCode.AUDIT_UNAVAILABLE,
                            "The key that signs checkpoints is encrypted with a master key that the replica that"
                                    + " answers does not have. The platform team must act.")
                    .toException();
        }
        return NoteSigner.of(publicKey(current), Objects.requireNonNull(current.secret()))
                .sign(text);
    }

    /** Makes a new current key, and retires those before it. */
    GatewayKey rotate() {
        NoteSigner signer = NoteSigner.generate(origin());
        GatewayKey made = keys.rotate(Kind.CHECKPOINTS, signer.key().toString(), signer.seed());
        log.info("Checkpoints of the audit trail are signed by the new key {}; those before are retired", made.name());
        return made;
    }
}
