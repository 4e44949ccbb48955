package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.kernel.Secret;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All stored keys, decrypted; the newest first. */
record OpenedCheckpointKeys(List<Opened> keys) {

    static final OpenedCheckpointKeys EMPTY = new OpenedCheckpointKeys(List.of());

    private static final Logger log = LoggerFactory.getLogger(OpenedCheckpointKeys.class);

    record Opened(CheckpointKeyRow row, KeyState state) {

        boolean isReadable() {
            return state instanceof KeyState.Signing || state instanceof KeyState.Verifying;
        }

        Optional<NoteSigner> signer() {
            return state instanceof KeyState.Signing signing ? Optional.of(signing.signer()) : Optional.empty();
        }
    }

    /**
     * Decrypts the rows. What is decrypted already is kept, so a replica without a new master key keeps working after
     * another one has re-encrypted everything.
     */
    static OpenedCheckpointKeys of(List<CheckpointKeyRow> rows, KeyRing keys, OpenedCheckpointKeys before) {
        return new OpenedCheckpointKeys(rows.stream()
                .map(row -> new Opened(row, before.known(row, keys).orElseGet(() -> open(row, keys))))
                .toList());
    }

    private Optional<KeyState> known(CheckpointKeyRow row, KeyRing ring) {
        return keys.stream()
                .filter(known -> known.isReadable()
                        && known.row().number() == row.number()
                        && known.row().key().equals(row.key()))
                .filter(known -> known.row().ciphertext().equals(row.ciphertext()) || ring.lacksKeyOf(row.ciphertext()))
                .map(Opened::state)
                .findAny();
    }

    private static KeyState open(CheckpointKeyRow row, KeyRing keys) {
        try {
            Secret seed = row.open(keys);
            return CheckpointKeyRow.isErased(seed)
                    ? new KeyState.Verifying()
                    : new KeyState.Signing(NoteSigner.of(row.key(), seed));
        } catch (UnreadableSecret e) {
            log.error("The stored audit key {} cannot be decrypted: {}", row.key(), e.reason());
        } catch (MalformedNote e) {
            log.error("The stored seed of the audit key {} is another key's", row.key());
        }
        return keys.lacksKeyOf(row.ciphertext()) ? new KeyState.OfOtherMasterKey() : new KeyState.Altered();
    }

    /** The public keys that a master key vouches for. */
    List<NoteKey> verifying() {
        return publicKeys(Opened::isReadable);
    }

    /** These, and those that need a master key which is not known here. */
    List<NoteKey> perhapsVerifying() {
        return publicKeys(key -> !(key.state() instanceof KeyState.Altered));
    }

    private List<NoteKey> publicKeys(Predicate<Opened> condition) {
        return keys.stream().filter(condition).map(key -> key.row().key()).toList();
    }

    /** The keys that sign now; none if the newest one cannot, because who verifies may know no other. */
    List<NoteSigner> signing(Instant now) {
        if (keys.isEmpty() || keys.getFirst().signer().isEmpty()) {
            return List.of();
        }
        return Stream.concat(
                        keys.stream().limit(1),
                        keys.stream().skip(1).filter(key -> key.row().signsAt(now)))
                .flatMap(key -> key.signer().stream())
                .toList();
    }

    /** Those that have signed, and whose seeds can be erased. */
    List<CheckpointKeyRow> overdue(Instant now) {
        return keys.stream()
                .skip(1)
                .filter(key -> key.signer().isPresent() && !key.row().signsAt(now))
                .map(Opened::row)
                .toList();
    }

    int count(Predicate<Opened> condition) {
        return (int) keys.stream().filter(condition).count();
    }

    /** The name of all keys. There is always one. */
    String origin() {
        return keys.stream()
                .filter(Opened::isReadable)
                .findFirst()
                .orElseGet(keys::getFirst)
                .row()
                .key()
                .name();
    }

    /** What this replica can do with a stored key. */
    sealed interface KeyState {

        /** Sign and verify. */
        record Signing(NoteSigner signer) implements KeyState {}

        /** Only verify: its seed was erased. */
        record Verifying() implements KeyState {}

        /** Nothing: it needs a master key that is not known here. */
        record OfOtherMasterKey() implements KeyState {}

        /** Nothing: it was altered, so it may be anybody's. */
        record Altered() implements KeyState {}
    }
}
