package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.replica.DistributedLock;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Signs the state of the trail. Nothing is signed that does not agree with what was signed before. */
@Component
class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private static final String LOCK = "audit-checkpoint";
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** The files that one call writes. */
    private static final int COPIED_AT_ONCE = 100;

    /** The parts of the tree that one call adds. */
    private static final int PARTS_AT_ONCE = 4;

    private final Tree tree;
    private final CheckpointStore store;
    private final CheckpointDirectory directory;
    private final RollbackCheck check;
    private final CheckpointKeys keys;
    private final DistributedLock lock;
    private final CheckpointSettings settings;
    private final CheckpointMetrics metrics;
    private final InstantSource clock;

    Checkpoints(
            Tree tree,
            CheckpointStore store,
            CheckpointDirectory directory,
            RollbackCheck check,
            CheckpointKeys keys,
            DistributedLock lock,
            CheckpointSettings settings,
            CheckpointMetrics metrics,
            InstantSource clock) {
        this.tree = tree;
        this.store = store;
        this.directory = directory;
        this.check = check;
        this.keys = keys;
        this.lock = lock;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The trail as it is now, agreeing with all checkpoints, and with the tree grown to it.
     *
     * @throws BrokenTree if a checkpoint contradicts it, or the tree cannot be read as far
     */
    TreeView grown() {
        TreeView view = check.agreed();
        for (int part = 0; part < PARTS_AT_ONCE && view.size() - view.tiled() >= Tile.WIDTH; part++) {
            tree.grow();
            view = check.agreed();
        }
        return view;
    }

    /**
     * The newest checkpoint, made anew if there are new records.
     *
     * @throws BrokenTree as {@link #grown}
     */
    StoredCheckpoint make() {
        TreeView view = grown();
        TreeHash root = view.root(view.size());
        Optional<StoredCheckpoint> stored = stored(view.size(), root);
        if (stored.isPresent()) {
            return stored.get();
        }
        String note = sign(view.size(), root).toString();
        // Not before it was signed: whoever gives it up by the time of its file gives up what is remembered of it, too.
        StoredCheckpoint made =
                new StoredCheckpoint(view.size(), root.base64(), clock.instant().truncatedTo(ChronoUnit.MICROS), note);
        if (view.size() > 0 && store.add(made)) {
            metrics.made();
            log.info(
                    "Audit checkpoint of {} records: {}",
                    made.size(),
                    made.note().replace("\n", "\\n"));
        }
        return made;
    }

    /**
     * A signed note of an earlier size of a tree.
     *
     * @throws BrokenTree if records or tiles are missing
     */
    String note(TreeView view, long size) {
        TreeHash root = view.root(size);
        return stored(size, root)
                .map(StoredCheckpoint::note)
                .orElseGet(() -> sign(size, root).toString());
    }

    private Optional<StoredCheckpoint> stored(long size, TreeHash root) {
        return store.find(size)
                .filter(row -> row.root().equals(root.base64())
                        && HeldCheckpoint.fault(row, keys).isEmpty());
    }

    private SignedNote sign(long size, TreeHash root) {
        SignedNote note = keys.sign(new Checkpoint(keys.origin(), size, root).text());
        check.signed(size, root);
        return note;
    }

    /** Makes a checkpoint if it is time for one, and no other replica does. */
    void makeIfDue() {
        if (isDue()) {
            lock.acquire(LOCK, LONGEST, Duration.ZERO, () -> true).ifPresent(held -> {
                try (held) {
                    directory.look();
                    if (held.isHeld() && isDue()) {
                        make();
                    }
                }
            });
        }
    }

    private boolean isDue() {
        if (settings.checkpointInterval().isZero()) {
            return false;
        }
        Instant now = clock.instant();
        return store.newest()
                .map(newest -> Duration.between(newest.time(), now).abs().compareTo(settings.checkpointInterval()) >= 0
                        && newest.size() != tree.view().size())
                .orElseGet(() -> tree.view().size() > 0);
    }

    /** Writes the files that the directory does not have yet. A new directory begins with the newest checkpoint. */
    void copyToDirectory() {
        Optional<HeldCheckpoint> last = directory.newest();
        List<StoredCheckpoint> missing = last.isPresent()
                ? store.above(last.get().size(), COPIED_AT_ONCE)
                : store.newest().stream().toList();
        missing.forEach(directory::write);
    }
}
