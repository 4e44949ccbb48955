package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.trail.read.Archived;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.Frontier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the gateway has signed of the trail, as a check of the chain compares it with the records. */
@Component
public class SignedTrail {

    private final CheckpointStore checkpoints;
    private final RollbackCheck rollbacks;
    private final TrailReader records;
    private final TrailBase base;
    private final CheckpointKeys keys;

    SignedTrail(
            CheckpointStore checkpoints,
            RollbackCheck rollbacks,
            TrailReader records,
            TrailBase base,
            CheckpointKeys keys) {
        this.checkpoints = checkpoints;
        this.rollbacks = rollbacks;
        this.records = records;
        this.base = base;
        this.keys = keys;
    }

    /** Where a check may begin instead of at the first record. */
    public sealed interface Beginning {

        /** @param check of the records behind the checkpoint */
        record Behind(ChainCheck check) implements Beginning {}

        /** @param why the checkpoint does not hold */
        record Broken(ChainBreak why) implements Beginning {}

        /** There is no such checkpoint. */
        record Unknown() implements Beginning {}
    }

    /**
     * Begins behind the records of a checkpoint. It needs one of the {@link
     * dev.linkgate.gateway.core.trail.read.ScanExecutors}.
     *
     * @param size of the checkpoint
     * @param hash of the last of its records, as it is kept
     */
    public Beginning behind(long size, String hash) {
        return checkpoints.find(size).map(row -> behind(row, hash)).orElseGet(Beginning.Unknown::new);
    }

    private Beginning behind(StoredCheckpoint row, String hash) {
        HeldCheckpoint held = HeldCheckpoint.of(row, keys);
        Optional<String> fault = held.faultIn(row).or(() -> differenceOfHash(held, hash));
        return fault.map(why -> broken(row, why))
                .orElseGet(() -> new Beginning.Behind(ChainCheck.after(row.tree(), hash)));
    }

    private static Optional<String> differenceOfHash(HeldCheckpoint held, String hash) {
        return hash.equals(held.lastHash())
                ? Optional.empty()
                : Optional.of("its hash is not the one in its checkpoint");
    }

    private static Beginning broken(StoredCheckpoint row, String reason) {
        return new Beginning.Broken(new ChainBreak(row.size(), reason));
    }

    /**
     * As {@link #behind}, for a checkpoint that must hold.
     *
     * @throws IllegalStateException if it does not, or there is none, with the reason as its message
     */
    public ChainCheck checkBehind(long size, String hash) {
        return switch (behind(size, hash)) {
            case Beginning.Behind behind -> behind.check();
            case Beginning.Broken broken -> throw refused(broken.why());
            case Beginning.Unknown unknown -> throw refused(new ChainBreak(size, "no checkpoint ends with it"));
        };
    }

    private static IllegalStateException refused(ChainBreak found) {
        return new IllegalStateException("record " + found.sequence() + ": " + found.reason());
    }

    /** Reads the checkpoints of a range of records. */
    public SignedRange read(long first, long last) {
        return new SignedRange(checkpoints.range(first, last));
    }

    /** Why the trail is another one than was signed, as far as that is known without its records. */
    public Optional<ChainBreak> contradiction() {
        return rollbacks
                .contradiction()
                .map(found -> new ChainBreak(
                        Math.min(
                                found.checkpoint().size(),
                                records.head().map(Receipt::sequence).orElse(0L) + 1),
                        "the trail is not the one of " + found));
    }

    /**
     * Checks that archives are those that the gateway has made, one behind the other.
     *
     * @param archives all of them, oldest first
     */
    public Optional<ChainBreak> firstBreak(List<Archived> archives) {
        long last = 0;
        for (Archived archive : archives) {
            if (archive.first() != last + 1 || !keys.accepts(archive.note(), archive.text())) {
                return Optional.of(new ChainBreak(
                        Math.min(archive.first(), last + 1), "the row of its archive is not as the gateway wrote it"));
            }
            last = archive.last();
        }
        return Optional.empty();
    }

    /**
     * The sequence of the last record that may be removed: that of the last archive, if the gateway has signed what is
     * noted of each archive, and the trail has the noted hash there.
     *
     * @return 0 if nothing is archived
     * @throws IllegalStateException if somebody else has noted an archive, or one of another trail is noted; with the
     *     reason as its message
     */
    public long removable() {
        List<Archived> archives = base.archives();
        if (archives.isEmpty()) {
            return 0;
        }
        firstBreak(archives).ifPresent(found -> {
            throw refused(found);
        });
        Archived newest = archives.getLast();
        checkBehind(newest.last(), newest.hash());
        return newest.last();
    }

    /** The checkpoints of a part of the trail. For one thread. */
    public final class SignedRange {

        private final Map<Long, StoredCheckpoint> signed = new HashMap<>();
        private long agreed;

        private SignedRange(List<StoredCheckpoint> signed) {
            signed.forEach(row -> this.signed.put(row.size(), row));
        }

        /** The number of checkpoints that agreed. */
        public long checkpoints() {
            return agreed;
        }

        /**
         * Compares the checkpoint that ends with the record that was checked last, if there is one. Called after each
         * record of the part, in their order.
         *
         * @return the first difference
         */
        public Optional<ChainBreak> compare(ChainCheck check) {
            return Optional.ofNullable(signed.get(check.sequence()))
                    .flatMap(row -> difference(row, check))
                    .map(difference -> new ChainBreak(check.sequence(), difference));
        }

        private Optional<String> difference(StoredCheckpoint row, ChainCheck check) {
            HeldCheckpoint held = HeldCheckpoint.of(row, keys);
            Optional<String> found = held.faultIn(row)
                    .or(() -> differenceOfRoot(held, check.frontier().orElseThrow()))
                    .or(() -> differenceOfHash(held, check.hash()));
            if (found.isEmpty()) {
                agreed++;
            }
            return found;
        }

        private Optional<String> differenceOfRoot(HeldCheckpoint held, Frontier tree) {
            return tree.root().equals(held.root())
                    ? Optional.empty()
                    : Optional.of("the records up to it have another root than its checkpoint");
        }
    }
}
