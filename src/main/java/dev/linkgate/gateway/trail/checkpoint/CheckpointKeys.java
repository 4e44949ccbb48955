package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.gateway.platform.task.EveryMinute;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import dev.linkgate.transparency.SignedNote;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign checkpoints. The newest signs, and those before it until their overlap ends; from then on they only
 * verify, and their seeds are erased. A change takes effect here at once, and on other replicas after their next poll.
 *
 * <p>A key counts only if a master key that is known here made its row, so whoever can write to the database cannot add
 * one of their own.
 */
public final class CheckpointKeys implements EveryMinute {

    private static final Logger log = LoggerFactory.getLogger(CheckpointKeys.class);

    /** The subject of each change: there are few keys, so all are read again. */
    private static final String ALL = "all";

    private final KeyStore store;
    private final KeyRing keys;
    private final InstantSource clock;
    private final Snapshot<OpenedCheckpointKeys> book;

    /** Read and written by the snapshot, from one thread at a time. */
    private OpenedCheckpointKeys last = OpenedCheckpointKeys.EMPTY;

    /** @throws StartRefused if the keys were made for another origin */
    CheckpointKeys(KeyStore store, KeyRing keys, KeySettings settings, Snapshots snapshots, InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
        this.book = snapshots.of("audit-keys", Snapshot.Source.whole(this::load));
        if (store.all().isEmpty()) {
            makeFirst(settings.firstOrigin());
        }
        refuseOther(settings);
    }

    private OpenedCheckpointKeys load() {
        last = OpenedCheckpointKeys.of(store.all(), keys, last);
        return last;
    }

    /** Several replicas may start at once; the key of one of them is stored. */
    private void makeFirst(String origin) {
        CheckpointKeyRow first = CheckpointKeyRow.of(1, NoteSigner.generate(origin), keys, now());
        if (store.add(first)) {
            log.info("Checkpoints of the audit trail are signed by the new key {}", first.key());
        }
    }

    private void refuseOther(KeySettings settings) {
        String origin = origin();
        if (settings.origin() != null && !settings.origin().equals(origin)) {
            throw new StartRefused(
                    "linkgate.audit.origin is '" + settings.origin() + "', but the audit trail of this database has the"
                            + " origin '" + origin + "'.",
                    "Set it to '" + origin + "', or remove it: an audit trail keeps its origin for good, because"
                            + " checkpoints held outside name it.");
        }
    }

    /** The name of this log in its checkpoints, and of all its keys. */
    public String origin() {
        return book.get().origin();
    }

    /** The keys as they are now. */
    OpenedCheckpointKeys book() {
        return book.get();
    }

    /** All keys that sign or have signed, the newest first. */
    public List<NoteKey> all() {
        return book.get().verifying();
    }

    /** Whether one of the gateway's keys has signed the note, and the signature of none of them is wrong. */
    public boolean accepts(SignedNote note) {
        return note.isSignedByOneOf(all());
    }

    /**
     * Whether the gateway {@linkplain #accepts} the note, or would if it had the master key of one of its keys. Enough for
     * what the trail is held against, where more checkpoints allow less; never for what allows something.
     */
    boolean mayAccept(SignedNote note) {
        return note.isSignedByOneOf(book.get().perhapsVerifying());
    }

    /**
     * Signs a text with each key that signs now.
     *
     * @param text ends a line
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} if the newest key cannot be decrypted
     *     here
     */
    public SignedNote sign(String text) {
        List<NoteSigner> signers = book.get().signing(clock.instant());
        if (signers.isEmpty()) {
            throw Failure.of(
                            ProblemCode.AUDIT_UNAVAILABLE,
                            "The key that signs checkpoints is encrypted with a master key that the replica that answers"
                                    + " does not have. The platform team must act.")
                    .toException();
        }
        SignedNote note = signers.getFirst().sign(text);
        for (NoteSigner signer : signers.subList(1, signers.size())) {
            note = signer.sign(note);
        }
        return note;
    }

    /** How many keys cannot be decrypted here. */
    int unreadable() {
        return book.get().count(key -> !key.isReadable());
    }

    /** How many another master key than the first one encrypts. */
    int underOtherKeys() {
        return book.get().count(key -> !keys.isCurrent(key.row().ciphertext()));
    }

    /**
     * Makes a new key.
     *
     * @param overlap how long the keys until now go on signing beside it
     * @return those that sign from now on, the newest first
     */
    List<CheckpointKeyRow> rotate(Duration overlap) {
        NoteSigner signer = NoteSigner.generate(origin());
        book.change(ALL, () -> {
            CheckpointKeyRow row;
            do {
                long next = store.all().getFirst().number() + 1;
                row = CheckpointKeyRow.of(next, signer, keys, now());
            } while (!store.add(row));
            store.endBefore(row.number(), row.createdAt().plus(overlap));
            return row;
        });
        log.info(
                "Checkpoints of the audit trail are signed by the new key {}; those before sign for {} more",
                signer.key(),
                overlap);
        Instant now = clock.instant();
        return store.all().stream().filter(row -> row.signsAt(now)).toList();
    }

    /** Replaces a ciphertext, unless that was done in the meantime. */
    void replace(long number, String ciphertext, String by) {
        book.change(ALL, () -> {
            store.replace(number, ciphertext, by);
            return by;
        });
    }

    /** A key that signs no longer cannot be stolen. */
    @Override
    public void everyMinute() {
        for (CheckpointKeyRow row : book.get().overdue(clock.instant())) {
            replace(row.number(), row.ciphertext(), row.erased(keys));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
