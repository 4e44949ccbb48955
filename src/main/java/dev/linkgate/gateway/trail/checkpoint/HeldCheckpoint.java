package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that the trail is held against, wherever it was found.
 *
 * @param holder where it was found, for people
 * @param root {@link TreeHash#EMPTY} if it has none
 * @param time since when it is held there
 * @param fault what makes it no checkpoint of this gateway: a clause; absent if it is one
 * @param vouched whether that is certain: a key has signed it that a master key known here vouches for
 */
record HeldCheckpoint(
        String holder,
        long size,
        TreeHash root,
        Instant time,
        @Nullable String fault,
        boolean vouched) {

    /** One that this process has signed itself, or found good. */
    static HeldCheckpoint remembered(String holder, long size, TreeHash root, Instant time) {
        return new HeldCheckpoint(holder, size, root, time, null, true);
    }

    /**
     * A note that may be anything.
     *
     * @param size that its file's name or its row has
     */
    static HeldCheckpoint of(String holder, long size, Instant time, byte[] note, CheckpointKeys keys) {
        try {
            SignedNote signed = SignedNote.parse(note);
            Checkpoint checkpoint = Checkpoint.parse(signed.text());
            boolean vouched = keys.accepts(signed);
            boolean own =
                    (vouched || keys.mayAccept(signed)) && checkpoint.origin().equals(keys.origin());
            String fault = !own
                    ? "is not signed by this gateway's keys"
                    : checkpoint.size() != size ? "is for " + checkpoint.size() + " records" : null;
            return new HeldCheckpoint(holder, size, checkpoint.root(), time, fault, fault == null && vouched);
        } catch (MalformedNote e) {
            return faulty(holder, size, time, "is no signed checkpoint: " + e.getMessage());
        }
    }

    /** What has a checkpoint's name and is none. */
    static HeldCheckpoint faulty(String holder, long size, Instant time, String fault) {
        return new HeldCheckpoint(holder, size, TreeHash.EMPTY, time, fault, false);
    }

    /** A row, whose note may be anything. Its time says nothing: whoever can write the row has dated it. */
    static HeldCheckpoint of(StoredCheckpoint row, CheckpointKeys keys) {
        byte[] note = row.note().getBytes(StandardCharsets.UTF_8);
        return of("in the database", row.size(), Instant.MIN, note, keys);
    }

    /** The tree's tiles, which have the trail as it was, also without any checkpoint. */
    static HeldCheckpoint ofTiles(TreeView view) {
        TreeHash root;
        try {
            root = view.root(view.tiled());
        } catch (BrokenTree e) {
            root = TreeHash.EMPTY;
        }
        return new HeldCheckpoint("by the tree's tiles", view.tiled(), root, Instant.MIN, null, false);
    }

    /** Why a row is no checkpoint of this gateway: a clause about the last record of it; empty if it is one. */
    static Optional<String> fault(StoredCheckpoint row, CheckpointKeys keys) {
        HeldCheckpoint held = of(row, keys);
        if (held.fault != null) {
            return Optional.of("its checkpoint " + held.fault);
        }
        if (!held.vouched) {
            return Optional.of("its checkpoint is signed by a key that needs another master key");
        }
        return held.root.base64().equals(row.root())
                ? Optional.empty()
                : Optional.of("its checkpoint has another root than its note");
    }

    /** Why the trail is not the one that this checkpoint was made of; absent if it is. */
    Optional<Contradiction> compare(TreeView view) {
        if (fault != null) {
            return contradicted("it " + fault, false);
        }
        if (size > view.size()) {
            return contradicted("the trail has only " + view.size() + " records", false);
        }
        try {
            return size == 0 || (view.root(size).equals(root) && view.hasRecord(size))
                    ? Optional.empty()
                    : contradicted("the trail's first " + size + " records are others", false);
        } catch (BrokenTree e) {
            return contradicted(String.valueOf(e.getMessage()), e.isBehind());
        }
    }

    private Optional<Contradiction> contradicted(String reason, boolean behind) {
        return Optional.of(new Contradiction(this, reason, behind));
    }

    /**
     * That the trail is not the one that a checkpoint was made of.
     *
     * @param reason a clause for people
     * @param behind whether that is only not known yet, because the tree is being made
     */
    record Contradiction(HeldCheckpoint checkpoint, String reason, boolean behind) {

        boolean isOf(long size, TreeHash root) {
            return checkpoint.size() == size && checkpoint.root().equals(root);
        }

        /** Whether the other one says the same of the same checkpoint. */
        boolean isLike(@Nullable Contradiction other) {
            return other != null && behind == other.behind && isOf(other.checkpoint.size(), other.checkpoint.root());
        }

        /** What an administrator needs to accept it: a clause. */
        @Override
        public String toString() {
            return "checkpoint " + checkpoint.size() + " with the root " + checkpoint.root() + ", "
                    + checkpoint.holder() + ": " + reason;
        }
    }
}
