package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that the trail is held against, wherever it was found.
 *
 * @param holder where it was found, for people
 * @param root {@link TreeHash#EMPTY} if it has none
 * @param lastHash of the last of its records; absent if it has no record, or a fault
 * @param time since when it is held there
 * @param fault what makes it no checkpoint of this gateway: a clause; absent if it is one
 * @param vouched whether that is certain: a key has signed it that a master key known here vouches for
 */
record HeldCheckpoint(
        String holder,
        long size,
        TreeHash root,
        @Nullable String lastHash,
        Instant time,
        @Nullable String fault,
        boolean vouched) {

    /** What this process has read of the trail, signed or not. */
    static HeldCheckpoint read(Tree.State tree, Instant time) {
        return new HeldCheckpoint("read by this replica", tree.size(), tree.root(), tree.lastHash(), time, null, true);
    }

    /**
     * A record that this process wrote. No process has the tree up to it, so the hash of the record stands for its
     * root.
     */
    static HeldCheckpoint written(Receipt record, Instant time) {
        return new HeldCheckpoint(
                "the hash of a record that this replica has written or seen",
                record.sequence(),
                TreeHash.of(HexFormat.of().parseHex(record.hash())),
                record.hash(),
                time,
                null,
                true);
    }

    boolean isOf(Receipt record) {
        return size == record.sequence() && record.hash().equals(lastHash);
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
            return new HeldCheckpoint(
                    holder, size, checkpoint.root(), checkpoint.lastHash(), time, fault, fault == null && vouched);
        } catch (MalformedNote e) {
            return faulty(holder, size, time, "is no signed checkpoint: " + e.getMessage());
        }
    }

    /** What has a checkpoint's name and is none. */
    static HeldCheckpoint faulty(String holder, long size, Instant time, String fault) {
        return new HeldCheckpoint(holder, size, TreeHash.EMPTY, null, time, fault, false);
    }

    /** A row, whose note may be anything. Its time says nothing: an attacker who can write the row can date it. */
    static HeldCheckpoint of(StoredCheckpoint row, CheckpointKeys keys) {
        byte[] note = row.note().getBytes(StandardCharsets.UTF_8);
        HeldCheckpoint held = of("in the database", row.size(), Instant.MIN, note, keys);
        return held.fault != null || held.hasFrontier(row.frontier())
                ? held
                : new HeldCheckpoint(
                        held.holder, held.size, held.root, held.lastHash, held.time, "has another frontier", false);
    }

    private boolean hasFrontier(@Nullable String text) {
        try {
            return text != null && Frontier.parse(size, text).root().equals(root);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Why a row is no checkpoint of this gateway: a clause about the last record of it; empty if it is one. */
    static Optional<String> fault(StoredCheckpoint row, CheckpointKeys keys) {
        return of(row, keys).faultIn(row);
    }

    /** Why the row that this was made of is no checkpoint of this gateway; empty if it is one. */
    Optional<String> faultIn(StoredCheckpoint row) {
        if (fault != null) {
            return Optional.of("its checkpoint " + fault);
        }
        if (!vouched) {
            return Optional.of("its checkpoint is signed by a key that needs another master key");
        }
        return root.base64().equals(row.root())
                ? Optional.empty()
                : Optional.of("its checkpoint has another root than its note");
    }

    /**
     * That the trail is not the one that a checkpoint was made of.
     *
     * @param reason a clause for people
     */
    record Contradiction(HeldCheckpoint checkpoint, String reason) {

        boolean isOf(long size, TreeHash root) {
            return checkpoint.size() == size && checkpoint.root().equals(root);
        }

        /** Whether the other one is of the same checkpoint. */
        boolean isLike(@Nullable Contradiction other) {
            return other != null && isOf(other.checkpoint.size(), other.checkpoint.root());
        }

        /** What an administrator needs to accept it: a clause. */
        @Override
        public String toString() {
            return "checkpoint " + checkpoint.size() + " with the root " + checkpoint.root() + ", "
                    + checkpoint.holder() + ": " + reason;
        }
    }
}
