package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * The trail is not the one that a checkpoint was made of.
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
        return "checkpoint " + checkpoint.size() + " with the root " + checkpoint.root() + ", " + checkpoint.holder()
                + ": " + reason;
    }
}
