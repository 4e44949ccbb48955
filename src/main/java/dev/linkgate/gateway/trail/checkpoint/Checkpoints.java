package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.platform.replica.DistributedLock;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Signs the state of the trail. Nothing is signed that does not agree with what was signed before. */
@Component
public class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private static final String LOCK = "audit-checkpoint";
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** The files that one call writes. */
    private static final int COPIED_AT_ONCE = 100;

    private final CheckpointStore store;
    private final CheckpointDirectory directory;
    private final RollbackCheck check;
    private final CheckpointKeys keys;
    private final DistributedLock lock;
    private final CheckpointSettings settings;
    private final InstantSource clock;
    private final Counter made;

    Checkpoints(
            CheckpointStore store,
            CheckpointDirectory directory,
            RollbackCheck check,
            CheckpointKeys keys,
            DistributedLock lock,
            CheckpointSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.directory = directory;
        this.check = check;
        this.keys = keys;
        this.lock = lock;
        this.settings = settings;
        this.clock = clock;
        this.made = Metric.AUDIT_CHECKPOINTS.counter().tag("result", "made").register(meters);
    }

    /**
     * The newest checkpoint, made anew if there are new records.
     *
     * @throws BrokenTree if a checkpoint contradicts the trail, or the tree cannot be read as far
     */
    StoredCheckpoint make() {
        TreeView view = check.agreed();
        return at(view, view.size());
    }

    /** The checkpoint of a size, made if there is none. */
    private StoredCheckpoint at(TreeView view, long size) {
        TreeHash root = view.root(size);
        return stored(size, root).orElseGet(() -> {
            String note = sign(size, root).toString();
            // Not before it was signed: who gives it up by the time of its file gives up what is remembered, too.
            Instant time = Micros.now(clock);
            StoredCheckpoint signed = new StoredCheckpoint(size, root.base64(), time, note);
            if (size > 0 && store.add(signed)) {
                made.increment();
                log.info("Audit checkpoint of {} records: {}", size, note.replace("\n", "\\n"));
            }
            return signed;
        });
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
        return store.ends().filter(this::isDue).isPresent();
    }

    private boolean isDue(CheckpointStore.Ends ends) {
        return !settings.checkpointInterval().isZero()
                && ends.checkpoint() != ends.trail().sequence()
                && Duration.between(ends.checkpointTime(), clock.instant())
                                .abs()
                                .compareTo(settings.checkpointInterval())
                        >= 0;
    }

    /** Writes the files that the directory does not have yet. A new directory begins with the newest checkpoint. */
    void copyToDirectory() {
        Optional<HeldCheckpoint> last = directory.newest();
        List<StoredCheckpoint> missing = last.isPresent()
                ? store.above(last.get().size(), COPIED_AT_ONCE)
                : store.newest().stream().toList();
        missing.forEach(directory::write);
    }

    /**
     * Whether there is something to do by now, though nothing has changed: a checkpoint to make, or a file to write.
     */
    boolean isPending(CheckpointStore.Ends ends) {
        return isDue(ends) || !directory.has(ends.checkpoint());
    }

    /**
     * The largest checkpoint in a range of sizes of which all records are in the tree's tiles. If there is none, one is
     * made of the largest size.
     *
     * @param after only larger ones
     * @return empty if the tiles have no such record
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} if a checkpoint
     *     contradicts the trail
     */
    public Optional<Long> largest(long after, long upTo) {
        return BrokenTree.answered(() -> {
            TreeView view = check.agreed();
            long most = Math.min(upTo, view.tiled());
            return most <= after
                    ? Optional.empty()
                    : store.largest(after + 1, most)
                            .or(() -> Optional.of(at(view, most).size()));
        });
    }

    /**
     * The root over the first records of the trail.
     *
     * @return empty if the tiles do not have them all
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} if a checkpoint
     *     contradicts the trail
     */
    public Optional<TreeHash> root(long size) {
        return BrokenTree.answered(() -> {
            TreeView view = check.agreed();
            return size <= Math.min(view.size(), view.tiled()) ? Optional.of(view.root(size)) : Optional.empty();
        });
    }

    /** The note of a checkpoint that there is. */
    public String note(long size) {
        return store.find(size).orElseThrow().note();
    }

    /** Whether a note is a checkpoint of this gateway with such a size and root. */
    public boolean isOf(String note, long size, TreeHash root) {
        return keys.accepts(note, new Checkpoint(keys.origin(), size, root).text());
    }

    /** Signs a text that is no checkpoint. */
    public String sign(String text) {
        return keys.sign(text).toString();
    }
}
