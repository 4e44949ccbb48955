package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import dev.linkgate.gateway.core.trail.audit.RollbackState.State;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.checkpoints.HeldCheckpoint.Contradiction;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.GivenUpCheckpoint;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Holds the trail in the database against what was signed, by the last record of each: the newest checkpoint of the
 * directory and of the database itself, what this process has read, and a record that its writer misses. If one
 * contradicts the trail, writes are refused ({@link RollbackState}) and nothing more is signed, until it agrees again or an administrator has given the
 * checkpoint up.
 */
@Component
class RollbackCheck {

    private static final Logger log = LoggerFactory.getLogger(RollbackCheck.class);

    private static final String ANOTHER_TRAIL =
            "The audit trail in the database is not the one that was signed: {}. Writes are refused until it is, or until"
                    + " an administrator gives that checkpoint up (POST /admin/audit/rollback-acceptance)";

    /** A check that fails once, because the database is slow or gone, allows what the last one allowed. */
    private static final Duration LONGEST_FAILING = Duration.ofSeconds(30);

    /** The parts by which a tree grows at once to be signed. Usually it lacks the records of some seconds. */
    private static final int MOST_PARTS = 4;

    private final TrailReader records;
    private final TrailBase base;
    private final CheckpointStore store;
    private final CheckpointDirectory directory;
    private final CheckpointKeys keys;
    private final RollbackState state;
    private final InstantSource clock;

    /** What this process has read of the trail. It begins at the newest checkpoint. */
    private Tree tree;

    /** When the trail last agreed with it. */
    private Instant agreedAt = Instant.MIN;

    /** The record that the writer misses, and since when. */
    private @Nullable HeldCheckpoint lost;

    /** All that the trail was held against last. */
    private List<HeldCheckpoint> held = List.of();

    /** When the first of the checks failed that have failed in a row. */
    private @Nullable Instant failingSince;

    /** The rollbacks that this process knows, and has no older checkpoint of. */
    private final Set<StoredCheckpoint> learnt = new HashSet<>();

    private @Nullable Contradiction found;

    RollbackCheck(
            TrailReader records,
            TrailBase base,
            CheckpointStore store,
            CheckpointDirectory directory,
            CheckpointKeys keys,
            RollbackState state,
            InstantSource clock) {
        this.records = records;
        this.base = base;
        this.store = store;
        this.directory = directory;
        this.keys = keys;
        this.state = state;
        this.clock = clock;
        this.tree = new Tree(records);
    }

    /**
     * The first check, before this process writes anything. If it fails, writes are refused until another one succeeds.
     */
    synchronized void begin() {
        try {
            directory.look();
            examine();
        } catch (RuntimeException e) {
            notChecked(e);
        }
    }

    /**
     * The tree over the whole trail, after that was held against all checkpoints.
     *
     * @throws BrokenTree if one contradicts it, or the tree is behind
     */
    synchronized Tree.State agreed() {
        long end = examine();
        if (found != null) {
            throw BrokenTree.of(found.toString());
        }
        for (int parts = 1; tree.grow(end); parts++) {
            if (parts == MOST_PARTS) {
                throw BrokenTree.behind();
            }
        }
        return tree.state();
    }

    /** Which checkpoint contradicts the trail. */
    synchronized Optional<Contradiction> contradiction() {
        examine();
        return Optional.ofNullable(found);
    }

    /**
     * Lets the tree follow the trail by a part.
     *
     * @return the number of records that it still lacks; absent if a checkpoint contradicts the trail
     * @throws BrokenTree if a record is missing, or the chain has no end
     */
    OptionalLong grow() {
        if (state.reason().isPresent()) {
            directory.look(); // an operator may have removed the file that is in the way
        }
        synchronized (this) {
            long end = examine();
            if (found != null) {
                return OptionalLong.empty();
            }
            tree.grow(end);
            return OptionalLong.of(end - tree.size());
        }
    }

    /**
     * @return the end of the trail
     * @throws BrokenTree if it has none; what was found before stands, unless that lasts
     */
    private long examine() {
        long end;
        try {
            end = compare();
        } catch (RuntimeException e) {
            Instant now = clock.instant();
            if (failingSince == null) {
                failingSince = now;
            } else if (Duration.between(failingSince, now).abs().compareTo(LONGEST_FAILING) >= 0) {
                notChecked(e);
            }
            throw e;
        }
        failingSince = null;
        return end;
    }

    /** Refuses writes until a check succeeds: an attacker who makes the checks fail must not be able to avoid them. */
    private void notChecked(RuntimeException failure) {
        if (state.state() instanceof State.Agreed) {
            state.compared(new State.Unchecked());
            log.error(
                    "The audit trail could not be held against its checkpoints. Writes are refused until it can be",
                    failure);
        }
    }

    private long compare() {
        lost = state.lost().map(this::lost).orElse(null);
        learn();
        if (tree.size() < base.sequence()) {
            tree = new Tree(records); // the last record of the former tree is archived
        }
        List<HeldCheckpoint> all = new ArrayList<>();
        if (tree.size() > 0) {
            all.add(HeldCheckpoint.read(tree.state(), agreedAt));
        }
        if (lost != null) {
            all.add(lost);
        }
        directory.newest().ifPresent(all::add);
        Optional<StoredCheckpoint> newest = store.newest();
        newest.map(row -> HeldCheckpoint.of(row, keys)).ifPresent(all::add);
        // Read after the checkpoints, which never get ahead of it.
        long end = end();
        held = all;
        if (lost != null && contradiction(lost, end).isEmpty()) {
            settle();
        }
        publish(held.stream()
                .flatMap(each -> contradiction(each, end).stream())
                .max(Comparator.comparingLong(each -> each.checkpoint().size())));
        if (found == null) {
            agreedAt = Micros.now(clock);
            if (tree.size() == 0) {
                newest.filter(row -> HeldCheckpoint.fault(row, keys).isEmpty()).ifPresent(row -> tree = treeAt(row));
            }
        }
        return end;
    }

    private HeldCheckpoint lost(Receipt record) {
        HeldCheckpoint known = lost;
        Instant since = agreedAt.equals(Instant.MIN) ? Micros.now(clock) : agreedAt;
        return known != null && known.isOf(record) ? known : HeldCheckpoint.written(record, since);
    }

    /** The record is there again, or is given up. */
    private void settle() {
        HeldCheckpoint settled = lost;
        if (settled != null) {
            state.lost().filter(settled::isOf).ifPresent(state::settled);
            lost = null;
        }
    }

    private long end() {
        return records.head()
                .map(Receipt::sequence)
                .orElseThrow(() -> BrokenTree.of("the row with the end of the chain is missing"));
    }

    private Tree treeAt(StoredCheckpoint row) {
        String lastHash =
                records.hash(row.size()).orElseThrow(() -> BrokenTree.of("record " + row.size() + " is missing"));
        return new Tree(records, row.tree(), lastHash);
    }

    private Optional<Contradiction> contradiction(HeldCheckpoint each, long end) {
        return difference(each, end).map(reason -> new Contradiction(each, reason));
    }

    /** Why the trail is not the one that the checkpoint was made of: a clause; empty if it is. */
    private Optional<String> difference(HeldCheckpoint each, long end) {
        if (each.fault() != null) {
            return Optional.of("it " + each.fault());
        }
        if (each.size() > end) {
            return Optional.of("the trail has only " + end + " records");
        }
        return each.size() == 0 || agrees(each)
                ? Optional.empty()
                : Optional.of("the trail's first " + each.size() + " records are others");
    }

    private boolean agrees(HeldCheckpoint each) {
        return records.hash(each.size())
                .map(hash -> hash.equals(each.lastHash()))
                .orElseGet(() -> each.size() <= base.sequence() && isStored(each));
    }

    /** Whether the database has the checkpoint of an archived record. */
    private boolean isStored(HeldCheckpoint each) {
        return store.find(each.size())
                .filter(row -> row.root().equals(each.root().base64()))
                .isPresent();
    }

    private void publish(Optional<Contradiction> now) {
        Contradiction before = found;
        found = now.orElse(null);
        if (found != null) {
            state.compared(new State.RolledBack(found.toString()));
            if (!found.isLike(before)) {
                log.error(ANOTHER_TRAIL, found);
            }
        } else if (!(state.compared() instanceof State.Agreed)) {
            state.compared(new State.Agreed());
            log.info("The audit trail agrees with its checkpoints; writes are allowed again");
        }
    }

    /**
     * Gives up the checkpoint that contradicts the trail, and all others that do and are not larger.
     *
     * @param asked the sequence of the record that asks for it, the last one of the trail that is accepted
     * @throws LinkgateException {@code invalid-request} if it is not this one that contradicts the trail; {@code
     *     audit-unavailable} if it still does, because its file cannot be renamed
     */
    synchronized StoredCheckpoint accept(long size, TreeHash root, long asked) {
        examine();
        Contradiction contradiction = found;
        if (contradiction == null) {
            throw Failure.invalid("size", "must be that of a checkpoint that the trail contradicts; there is none")
                    .toException();
        }
        if (!contradiction.isOf(size, root)) {
            throw Failure.invalid(
                            contradiction.checkpoint().size() == size ? "root" : "size",
                            "must be that of the checkpoint that the trail contradicts: " + contradiction)
                    .toException();
        }
        removeContradictedRows();
        Instant time = timeOfAcceptance(size);
        Tree.State kept = kept(asked);
        String text = new GivenUpCheckpoint(
                        keys.origin(),
                        size,
                        root.base64(),
                        time,
                        kept.size(),
                        kept.root().base64(),
                        lostSince(contradiction.checkpoint(), asked))
                .text();
        StoredCheckpoint accepted =
                new StoredCheckpoint(size, root.base64(), time, keys.sign(text).toString(), null);
        store.accept(accepted);
        examine();
        if (found != null && found.isOf(size, root)) {
            throw Failure.of(
                            ProblemCode.AUDIT_UNAVAILABLE,
                            "The checkpoint was given up, but it is still held: " + found
                                    + ". The log of the replica that answers says why. It ends by itself once that is"
                                    + " corrected.")
                    .toException();
        }
        return accepted;
    }

    /** The tree over the trail as it is accepted; the empty one if that has a gap. */
    private Tree.State kept(long asked) {
        try {
            Tree kept = store.newest()
                    .filter(row -> row.size() <= asked
                            && HeldCheckpoint.fault(row, keys).isEmpty())
                    .map(this::treeAt)
                    .orElseGet(() -> new Tree(records));
            while (kept.grow(asked)) {
                // in parts
            }
            return kept.state();
        } catch (BrokenTree e) {
            return new Tree(records).state();
        }
    }

    /** The records from before the rollback are older than the checkpoint that it has lost, and all others newer. */
    private @Nullable Instant lostSince(HeldCheckpoint lostCheckpoint, long asked) {
        if (lostCheckpoint.time().equals(Instant.MIN)) {
            return null;
        }
        long last = Math.min(records.before(lostCheckpoint.time().plus(1, ChronoUnit.MICROS)), asked);
        return records.find(last).map(record -> record.entry().time()).orElse(null);
    }

    /** When the last checkpoint was given up, as the database or the newest checkpoint says it; empty if none was. */
    synchronized Optional<Instant> lastGivenUp() {
        return Stream.concat(
                        store.accepted().stream().filter(this::isSigned).map(StoredCheckpoint::time),
                        store.newest().stream().flatMap(this::givenUpBefore))
                .max(Comparator.naturalOrder());
    }

    private Stream<Instant> givenUpBefore(StoredCheckpoint row) {
        return HeldCheckpoint.fault(row, keys).isPresent()
                ? Stream.empty()
                : Stream.ofNullable(
                        Checkpoint.parse(SignedNote.parse(row.note()).text()).givenUpAt());
    }

    /** Whether the gateway has given it up. Who can write to the database alone cannot. */
    boolean isSigned(StoredCheckpoint accepted) {
        try {
            SignedNote note = SignedNote.parse(accepted.note());
            GivenUpCheckpoint signed = GivenUpCheckpoint.parse(note.text());
            return keys.accepts(note)
                    && signed.origin().equals(keys.origin())
                    && signed.size() == accepted.size()
                    && signed.root().equals(accepted.root())
                    && signed.time().equals(accepted.time());
        } catch (MalformedNote e) {
            return false;
        }
    }

    /**
     * The time of an acceptance. It is not before the checkpoint, which another replica's clock, or this one's before
     * it was set, may have dated later.
     */
    private Instant timeOfAcceptance(long size) {
        return Stream.concat(
                        Stream.of(clock.instant()),
                        held.stream().filter(each -> each.size() <= size).map(HeldCheckpoint::time))
                .max(Comparator.naturalOrder())
                .orElseThrow()
                .plusNanos(999)
                .truncatedTo(ChronoUnit.MICROS);
    }

    /** The stored checkpoints agree with each other, so those that the trail contradicts are the last ones. */
    private void removeContradictedRows() {
        Optional<StoredCheckpoint> newest = store.newest();
        while (newest.filter(row -> isContradicted(HeldCheckpoint.of(row, keys)))
                .isPresent()) {
            store.remove(newest.get().size());
            newest = store.newest();
        }
    }

    /** Applies the rollbacks that were accepted here or by another replica. */
    private void learn() {
        for (StoredCheckpoint accepted : store.accepted()) {
            if (!learnt.contains(accepted) && isSigned(accepted)) {
                if (tree.size() > 0
                        && !agreedAt.isAfter(accepted.time())
                        && isContradicted(HeldCheckpoint.read(tree.state(), agreedAt))) {
                    tree = new Tree(records);
                }
                if (lost != null && isGivenUp(lost, accepted)) {
                    settle();
                }
                if (directory.giveUp(accepted, each -> isGivenUp(each, accepted))) {
                    learnt.add(accepted);
                }
            }
        }
    }

    /**
     * Whether an acceptance gives a checkpoint up. An attacker who can write to the database may put an old acceptance
     * back, which gives up nothing that is newer.
     */
    private boolean isGivenUp(HeldCheckpoint checkpoint, StoredCheckpoint accepted) {
        return checkpoint.size() <= accepted.size()
                && !checkpoint.time().isAfter(accepted.time())
                && isContradicted(checkpoint);
    }

    private boolean isContradicted(HeldCheckpoint checkpoint) {
        return contradiction(checkpoint, end()).isPresent();
    }
}
