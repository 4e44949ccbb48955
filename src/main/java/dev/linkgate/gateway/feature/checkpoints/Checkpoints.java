package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.encryption.GatewayKey;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.replica.DistributedLock;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.NoteKey;
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

    /** A long range, in records. */
    private static final int LONG_RANGE = 1_000;

    /** The files that one call writes. */
    private static final int COPIED_AT_ONCE = 100;

    private final CheckpointStore store;
    private final CheckpointDirectory directory;
    private final RollbackCheck check;
    private final CheckpointKeys keys;
    private final TrailReader records;
    private final DistributedLock lock;
    private final CheckpointSettings settings;
    private final InstantSource clock;
    private final Counter made;

    Checkpoints(
            CheckpointStore store,
            CheckpointDirectory directory,
            RollbackCheck check,
            CheckpointKeys keys,
            TrailReader records,
            DistributedLock lock,
            CheckpointSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.directory = directory;
        this.check = check;
        this.keys = keys;
        this.records = records;
        this.lock = lock;
        this.settings = settings;
        this.clock = clock;
        this.made = Metric.AUDIT_CHECKPOINTS.counter().tag("result", "made").register(meters);
    }

    /**
     * The newest checkpoint, made anew if there are new records. It needs one of the {@link
     * dev.linkgate.gateway.core.trail.read.ScanExecutors}.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if a checkpoint
     *     contradicts the trail, or the tree is behind
     */
    public StoredCheckpoint newest() {
        return BrokenTree.answered(this::make);
    }

    /** @throws BrokenTree if a checkpoint contradicts the trail, or the tree is behind */
    StoredCheckpoint make() {
        return of(check.agreed());
    }

    /** The checkpoint of a tree, made if there is none of its size. */
    private StoredCheckpoint of(Tree.State tree) {
        return store.find(tree.size())
                .filter(row -> row.root().equals(tree.root().base64())
                        && HeldCheckpoint.fault(row, keys).isEmpty())
                .orElseGet(() -> sign(tree));
    }

    private StoredCheckpoint sign(Tree.State tree) {
        boolean isEmpty = tree.size() == 0;
        Checkpoint text = new Checkpoint(
                keys.origin(),
                tree.size(),
                tree.root(),
                isEmpty ? null : tree.lastHash(),
                check.lastGivenUp().orElse(null));
        String note = keys.sign(text.text()).toString();
        // The time is taken after signing, because an administrator who gives a checkpoint up names the time of its
        // file, and what is remembered must be given up, too.
        Instant time = Micros.now(clock);
        StoredCheckpoint signed = new StoredCheckpoint(tree.size(), tree.root().base64(), time, note, tree.frontier());
        if (!isEmpty && store.add(signed)) {
            made.increment();
            log.info("Audit checkpoint of {} records: {}", tree.size(), note.replace("\n", "\\n"));
        }
        return signed;
    }

    /** The checkpoints of a page of the list, newest first, and how many there are. */
    public Listing<StoredCheckpoint> page(Page page) {
        return page.of(store.count(), store.page(page.offset(), page.size()));
    }

    /**
     * Gives up the checkpoint that contradicts the trail. It needs one of the {@link
     * dev.linkgate.gateway.core.trail.read.ScanExecutors}.
     *
     * @param asked the sequence of the record that asks for it, the last one of the trail that is accepted
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if it is not this one;
     *     {@code audit-unavailable} if it still contradicts the trail
     */
    public StoredCheckpoint giveUp(long size, TreeHash root, long asked) {
        return BrokenTree.answered(() -> check.accept(size, root, asked));
    }

    /** The name of this log in its checkpoints, and of all its keys. */
    public String origin() {
        return keys.origin();
    }

    /** The public halves of the current key and of all retired ones, the newest first. */
    public List<NoteKey> publicKeys() {
        return keys.all();
    }

    /** The current key and the retired ones that a master key vouches for, the newest first. */
    public List<GatewayKey> keys() {
        return keys.vouchedFor();
    }

    /** Makes a new key that signs, and retires those before it. */
    public GatewayKey rotateKey() {
        return keys.rotate();
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
        Duration interval = settings.checkpointInterval();
        Optional<StoredCheckpoint> newest = store.newest();
        long signed = newest.map(StoredCheckpoint::size).orElse(0L);
        Instant last = newest.map(StoredCheckpoint::time).orElse(Instant.EPOCH);
        return !interval.isZero()
                && records.head().filter(end -> end.sequence() != signed).isPresent()
                && Duration.between(last, clock.instant()).abs().compareTo(interval) >= 0;
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
     * The largest checkpoint in a range of sizes. If there is none in a long range, one is made of the largest size.
     *
     * @param after only larger ones
     * @param hash of the record with this number
     * @return empty if a short range has none: there will soon be one behind it
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code audit-unavailable} if a checkpoint
     *     contradicts the trail, or a record is missing
     */
    public Optional<Long> largest(long after, String hash, long upTo) {
        return BrokenTree.answered(() -> {
            check.agreed();
            Optional<Long> made = store.largest(after + 1, upTo);
            return made.isPresent() || upTo - after < LONG_RANGE ? made : Optional.of(at(after, hash, upTo));
        });
    }

    private long at(long after, String hash, long size) {
        Tree tree = store.find(after)
                .map(row -> new Tree(records, row.tree(), hash))
                .orElseGet(() -> new Tree(records));
        while (tree.grow(size)) {
            // in parts
        }
        return of(tree.state()).size();
    }

    /** The note of a checkpoint that there is. */
    public String note(long size) {
        return store.find(size).orElseThrow().note();
    }

    /**
     * Stores that a note is the checkpoint of the records that were checked, with their tree.
     *
     * @return whether it is one of this gateway
     */
    public boolean keep(String note, ChainCheck checked) {
        Frontier tree = checked.frontier().orElseThrow();
        Instant now = Micros.now(clock);
        StoredCheckpoint row = new StoredCheckpoint(tree.size(), tree.root().base64(), now, note, tree.text());
        HeldCheckpoint held = HeldCheckpoint.of(row, keys);
        boolean isIt = held.faultIn(row).isEmpty() && checked.hash().equals(held.lastHash());
        if (isIt) {
            store.insert(row);
        }
        return isIt;
    }

    /** Signs a text that is no checkpoint. */
    public String sign(String text) {
        return keys.sign(text).toString();
    }
}
