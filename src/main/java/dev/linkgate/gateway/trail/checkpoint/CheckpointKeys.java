package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import dev.linkgate.transparency.SignedNote;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The keys that sign checkpoints. The current one signs; those before it are retired: they only verify, and their seeds
 * are erased. A change takes effect here at once, and on other replicas after their next poll.
 *
 * <p>A key counts only if a master key that is known here made its row, so whoever can write to the database cannot add
 * one of their own.
 */
@Component
class CheckpointKeys {

    private static final Logger log = LoggerFactory.getLogger(CheckpointKeys.class);

    /** The subject of each change: there are few keys, so all are read again. */
    private static final String ALL = "all";

    private final KeyStore store;
    private final KeyRing ring;
    private final InstantSource clock;
    private final Snapshot<List<Opened>> book;

    /** Read and written by the snapshot, from one thread at a time. */
    private List<Opened> last = List.of();

    /**
     * What this replica can do with a key.
     *
     * @param vouched whether a master key that is known here made its row
     * @param signer absent if its seed was erased, or the row is not vouched for
     */
    private record Opened(
            CheckpointKey row, boolean vouched, @Nullable NoteSigner signer) {}

    /**
     * Makes the first key at the first start.
     *
     * @throws StartRefused if the keys were made for another origin
     */
    CheckpointKeys(
            KeyStore store, KeyRing ring, CheckpointSettings settings, Snapshots snapshots, InstantSource clock) {
        this.store = store;
        this.ring = ring;
        this.clock = clock;
        this.book = snapshots.of("audit-keys", Snapshot.Source.whole(this::load));
        if (store.all().isEmpty()) {
            makeFirst(settings.firstOrigin());
        }
        refuseOther(settings.origin());
    }

    /**
     * Decrypts the rows. What is decrypted already is kept, so a replica without a new master key keeps working after
     * another one has re-encrypted everything.
     */
    private List<Opened> load() {
        List<Opened> before = last;
        last = store.all().stream()
                .map(row -> before.stream()
                        .filter(known -> isKnown(row, known))
                        .findAny()
                        .map(known -> new Opened(row, true, known.signer()))
                        .orElseGet(() -> open(row)))
                .toList();
        return last;
    }

    private boolean isKnown(CheckpointKey row, Opened known) {
        return known.vouched()
                && known.row().number() == row.number()
                && known.row().key().equals(row.key())
                && (known.row().ciphertext().equals(row.ciphertext()) || ring.lacksKeyOf(row.ciphertext()));
    }

    private Opened open(CheckpointKey row) {
        try {
            Secret seed = row.open(ring);
            return new Opened(row, true, seed.equals(CheckpointKey.ERASED) ? null : NoteSigner.of(row.key(), seed));
        } catch (UnreadableSecret e) {
            log.error("The stored audit key {} cannot be decrypted: {}", row.key(), e.reason());
        } catch (MalformedNote e) {
            log.error("The stored seed of the audit key {} is another key's", row.key());
        }
        return new Opened(row, false, null);
    }

    /** Several replicas may start at once; the key of one of them is stored. */
    private void makeFirst(String origin) {
        CheckpointKey first = CheckpointKey.of(1, NoteSigner.generate(origin), ring, now());
        if (store.add(first)) {
            log.info("Checkpoints of the audit trail are signed by the new key {}", first.key());
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

    /** The name of this log in its checkpoints, and of all its keys. */
    String origin() {
        List<Opened> keys = book.get();
        return keys.stream()
                .filter(Opened::vouched)
                .findFirst()
                .orElseGet(keys::getFirst)
                .row()
                .key()
                .name();
    }

    /** The public halves of the current key and of all retired ones, the newest first. */
    List<NoteKey> all() {
        return publicKeys(Opened::vouched);
    }

    private List<NoteKey> publicKeys(Predicate<Opened> condition) {
        return book.get().stream()
                .filter(condition)
                .map(opened -> opened.row().key())
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
     * Whether the gateway {@linkplain #accepts} the note, or would if it had the master key of one of its keys. Enough for
     * what the trail is held against, where more checkpoints allow less; never for what allows something.
     */
    boolean mayAccept(SignedNote note) {
        return note.isSignedByOneOf(publicKeys(
                opened -> opened.vouched() || ring.lacksKeyOf(opened.row().ciphertext())));
    }

    /**
     * Signs a text with the current key.
     *
     * @param text ends a line
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} if it cannot be decrypted
     *     here
     */
    SignedNote sign(String text) {
        return Optional.ofNullable(book.get().getFirst().signer())
                .orElseThrow(() -> Failure.of(
                                ProblemCode.AUDIT_UNAVAILABLE,
                                "The key that signs checkpoints is encrypted with a master key that the replica that"
                                        + " answers does not have. The platform team must act.")
                        .toException())
                .sign(text);
    }

    /** How many keys cannot be decrypted here. */
    int unreadable() {
        return publicKeys(opened -> !opened.vouched()).size();
    }

    /** How many another master key than the first one encrypts. */
    int underOtherKeys() {
        return publicKeys(opened -> !ring.isCurrent(opened.row().ciphertext())).size();
    }

    /** Makes a new current key, and retires those before it. */
    CheckpointKey rotate() {
        NoteSigner signer = NoteSigner.generate(origin());
        CheckpointKey made = book.change(ALL, () -> {
            List<CheckpointKey> before;
            CheckpointKey next;
            do {
                before = store.all();
                next = CheckpointKey.of(before.getFirst().number() + 1, signer, ring, now());
            } while (!store.add(next));
            before.forEach(this::erase);
            return next;
        });
        log.info("Checkpoints of the audit trail are signed by the new key {}; those before are retired", made.key());
        return made;
    }

    /** A key without a seed cannot be stolen. One that needs another master key is erased when that one is replaced. */
    private void erase(CheckpointKey retired) {
        try {
            if (!retired.open(ring).equals(CheckpointKey.ERASED)) {
                store.erase(retired.number(), retired.erased(ring));
            }
        } catch (UnreadableSecret e) {
            log.warn("The seed of the retired audit key {} stays: {}", retired.key(), e.reason());
        }
    }

    /** Replaces a ciphertext, unless that was done in the meantime. If the key is retired, its seed is erased now. */
    void replace(String key, String ciphertext, String by) {
        book.change(ALL, () -> {
            store.replace(key, ciphertext, by);
            store.all().stream().skip(1).forEach(this::erase);
            return by;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
