package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.trail.read.StoredTree.Beginning;
import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The checkpoints for those who divide the trail at them. */
@Component
public class TrailCheckpoints {

    private final Checkpoints checkpoints;
    private final CheckpointStore store;
    private final CheckedTree tree;
    private final CheckpointKeys keys;
    private final InstantSource clock;

    TrailCheckpoints(
            Checkpoints checkpoints,
            CheckpointStore store,
            CheckedTree tree,
            CheckpointKeys keys,
            InstantSource clock) {
        this.checkpoints = checkpoints;
        this.store = store;
        this.tree = tree;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The largest checkpoint in a range of sizes of which all records are in the tree's tiles. If there is none, one is
     * made of the largest size.
     *
     * @param after only larger ones
     * @return empty if the tiles have no such record
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} if a checkpoint contradicts the trail
     */
    public Optional<Long> largest(long after, long upTo) {
        return TreeProofs.answered(() -> {
            TreeView view = checkpoints.grown();
            long most = Math.min(upTo, view.tiled());
            if (most <= after) {
                return Optional.empty();
            }
            Optional<Long> stored = store.largest(after + 1, most);
            if (stored.isEmpty()) {
                store.add(new StoredCheckpoint(
                        most,
                        view.root(most).base64(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        checkpoints.note(view, most)));
            }
            return stored.or(() -> Optional.of(most));
        });
    }

    /**
     * The root over the first records of the trail.
     *
     * @return empty if the tiles do not have them all
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} if a checkpoint contradicts the trail
     */
    public Optional<TreeHash> root(long size) {
        return TreeProofs.answered(() -> {
            TreeView view = checkpoints.grown();
            return size <= Math.min(view.size(), view.tiled()) ? Optional.of(view.root(size)) : Optional.empty();
        });
    }

    /** The note of a checkpoint that there is. */
    public String note(long size) {
        return store.find(size).orElseThrow().note();
    }

    /**
     * A check of the records behind a checkpoint.
     *
     * @param size 0 for all records
     * @param hash of the last record before
     * @throws IllegalStateException if the checkpoint does not hold, with the reason as its message
     */
    public ChainCheck behind(long size, String hash) {
        if (size == 0 && hash.equals(CanonicalForm.GENESIS)) {
            return ChainCheck.ofWhole();
        }
        return switch (tree.behind(size, hash)) {
            case Beginning.Behind behind -> behind.check();
            case Beginning.Broken broken ->
                throw new IllegalStateException("record " + broken.why().sequence() + ": "
                        + broken.why().reason());
            case Beginning.Unknown unknown -> throw new IllegalStateException("there is no checkpoint " + size);
        };
    }

    /** Whether a note is a checkpoint of this gateway with such a size and root. */
    public boolean isOf(byte[] note, long size, TreeHash root) {
        try {
            SignedNote signed = SignedNote.parse(note);
            return keys.accepts(signed)
                    && Checkpoint.parse(signed.text()).equals(new Checkpoint(keys.origin(), size, root));
        } catch (MalformedNote e) {
            return false;
        }
    }

    /** Signs a text that is no checkpoint. */
    public String sign(String text) {
        return keys.sign(text).toString();
    }
}
