package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that the trail is held against.
 *
 * @param holder where it was found, for people
 * @param root {@link TreeHash#EMPTY} if it has none
 * @param fault what makes it no checkpoint of this gateway: a clause; absent if it is one
 * @param vouched whether that is certain: a key has signed it that a master key known here vouches for
 */
record HeldCheckpoint(
        String holder, long size, TreeHash root, @Nullable String fault, boolean vouched) {

    static HeldCheckpoint of(String holder, long size, TreeHash root) {
        return new HeldCheckpoint(holder, size, root, null, true);
    }

    /**
     * A note that may be anything.
     *
     * @param size that its file's name or its row has
     */
    static HeldCheckpoint of(String holder, long size, byte[] note, CheckpointKeys keys) {
        try {
            SignedNote signed = SignedNote.parse(note);
            Checkpoint checkpoint = Checkpoint.parse(signed.text());
            boolean own = keys.mayAccept(signed) && checkpoint.origin().equals(keys.origin());
            String fault = !own
                    ? "is not signed by this gateway's keys"
                    : checkpoint.size() != size ? "is for " + checkpoint.size() + " records" : null;
            return new HeldCheckpoint(holder, size, checkpoint.root(), fault, fault == null && keys.accepts(signed));
        } catch (MalformedNote e) {
            return faulty(holder, size, "is no signed checkpoint: " + e.getMessage());
        }
    }

    /** What has a checkpoint's name and is none. */
    static HeldCheckpoint faulty(String holder, long size, String fault) {
        return new HeldCheckpoint(holder, size, TreeHash.EMPTY, fault, false);
    }

    /** A row, whose note may be anything. */
    static HeldCheckpoint of(StoredCheckpoint row, CheckpointKeys keys) {
        return of("in the database", row.size(), row.note().getBytes(StandardCharsets.UTF_8), keys);
    }

    /** The same one, held by somebody else. */
    HeldCheckpoint heldAs(String other) {
        return new HeldCheckpoint(other, size, root, fault, vouched);
    }

    /** Why the trail is not the one that this checkpoint was made of: a clause; absent if it is. */
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
}
