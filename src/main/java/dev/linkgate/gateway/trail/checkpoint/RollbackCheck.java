package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.trail.audit.RollbackState;
import dev.linkgate.gateway.trail.checkpoint.HeldCheckpoint.Contradiction;
import dev.linkgate.transparency.GivenUpCheckpoint;
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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Holds the trail in the database against what was signed: the newest checkpoint of the directory, of this process, and
 * of the database itself, and against the tree's own tiles. If one contradicts the trail, writes are refused ({@link
 * RollbackState}) and nothing more is signed, until it agrees again or an administrator has given the checkpoint up.
 */
@Component
class RollbackCheck {

    private static final Logger log = LoggerFactory.getLogger(RollbackCheck.class);

    private static final String ANOTHER_TRAIL =
            "The audit trail in the database is not the one that was signed: {}. Writes are refused until it is, or until"
                    + " an administrator gives that checkpoint up (POST /admin/audit/rollback-acceptance)";

    private static final String UNKNOWN_YET =
            "The audit trail cannot be held against its checkpoints yet: {}. Writes are refused until it can be. This ends"
                    + " by itself";

    /** A check that fails once, because the database is slow or gone, allows what the last one allowed. */
    private static final Duration LONGEST_FAILING = Duration.ofSeconds(30);

    private final Tree tree;
    private final CheckpointStore store;
    private final CheckpointDirectory directory;
    private final CheckpointKeys keys;
    private final RollbackState state;
    private final InstantSource clock;

    /** The largest checkpoint that this process has signed, or that the trail once agreed with. */
    private @Nullable HeldCheckpoint known;

    /** All that the trail was held against last. */
    private List<HeldCheckpoint> held = List.of();

    /** When the first of the checks failed that have failed in a row. */
    private @Nullable Instant failingSince;

    /** The rollbacks that this process knows, and has no older checkpoint of. */
    private final Set<StoredCheckpoint> learnt = new HashSet<>();

    private @Nullable Contradiction found;

    RollbackCheck(
            Tree tree,
            CheckpointStore store,
            CheckpointDirectory directory,
            CheckpointKeys keys,
            RollbackState state,
            InstantSource clock) {
        this.tree = tree;
        this.store = store;
        this.directory = directory;
        this.keys = keys;
        this.state = state;
        this.clock = clock;
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
     * The trail, after it was held against all checkpoints.
     *
     * @throws BrokenTree if one contradicts it
     */
    synchronized TreeView agreed() {
        TreeView view = examine();
        Contradiction contradiction = found;
        if (contradiction == null) {
            return view;
        }
        throw contradiction.behind() ? BrokenTree.behind() : BrokenTree.of(contradiction.toString());
    }

    /** Which checkpoint contradicts the trail, if that is certain. */
    synchronized Optional<Contradiction> contradiction() {
        examine();
        return Optional.ofNullable(found).filter(contradiction -> !contradiction.behind());
    }

    /**
     * Whether tiles may be added: not to those of another trail.
     *
     * @throws BrokenTree if the chain has no end
     */
    boolean allowsGrowth() {
        if (state.reason().isPresent()) {
            directory.look(); // an operator may have removed the file that is in the way
        }
        synchronized (this) {
            examine();
            return found == null || found.behind();
        }
    }

    /** Remembers what was signed, so that nothing is signed later that does not agree with it. */
    synchronized void signed(long size, TreeHash root) {
        remember("signed by this replica", size, root);
    }

    private void remember(String holder, long size, TreeHash root) {
        if (known == null || known.size() < size) {
            known = HeldCheckpoint.remembered(holder, size, root, Micros.now(clock));
        }
    }

    /** @throws BrokenTree if the chain has no end; what was found before stands, unless that lasts */
    private TreeView examine() {
        TreeView view;
        try {
            view = compare();
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
        return view;
    }

    /** Whoever can make the checks fail must not be able to do without them. */
    private void notChecked(RuntimeException failure) {
        if (state.reason().isEmpty()) {
            state.found("it could not be held against its checkpoints");
            log.error(
                    "The audit trail could not be held against its checkpoints. Writes are refused until it can be",
                    failure);
        }
    }

    private TreeView compare() {
        learn();
        List<HeldCheckpoint> all = new ArrayList<>();
        Optional.ofNullable(known).ifPresent(all::add);
        directory.newest().ifPresent(all::add);
        store.newest().map(row -> HeldCheckpoint.of(row, keys)).ifPresent(all::add);
        // Read after the checkpoints, which never get ahead of it.
        TreeView view = tree.view();
        all.add(HeldCheckpoint.ofTiles(view));
        held = all;
        Optional<Contradiction> contradiction = held.stream()
                .flatMap(each -> each.compare(view).stream())
                .max(Comparator.comparingLong(each -> each.checkpoint().size()));
        if (contradiction.isEmpty()) {
            held.stream()
                    .filter(HeldCheckpoint::vouched)
                    .forEach(each -> remember("seen by this replica", each.size(), each.root()));
        }
        publish(contradiction, view);
        return view;
    }

    private void publish(Optional<Contradiction> now, TreeView view) {
        Contradiction before = found;
        found = now.orElse(null);
        if (now.isPresent()) {
            Contradiction contradiction = now.get();
            String reason = contradiction.behind()
                    ? "the tree over it is being made again, " + view.tiled() + " of " + view.size() + " records"
                    : contradiction.toString();
            state.found(reason);
            if (!contradiction.isLike(before)) {
                log.error(contradiction.behind() ? UNKNOWN_YET : ANOTHER_TRAIL, reason);
            }
        } else if (state.reason().isPresent()) {
            state.accepted();
            log.info("The audit trail agrees with its checkpoints; writes are allowed again");
        }
    }

    /**
     * Gives up the checkpoint that contradicts the trail, and all others that do and are not larger. The tiles of
     * records that are gone are removed; the tree grows again from there.
     *
     * @throws LinkgateException {@code invalid-request} if it is not this one that contradicts the trail; {@code
     *     audit-unavailable} if it still does, because its file cannot be renamed
     */
    synchronized StoredCheckpoint accept(long size, TreeHash root) {
        examine();
        Contradiction contradiction = found;
        if (contradiction == null) {
            throw Failure.invalid("size", "must be that of a checkpoint that the trail contradicts; there is none")
                    .toException();
        }
        if (contradiction.behind()) {
            throw Failure.of(
                            ProblemCode.AUDIT_UNAVAILABLE,
                            "The tree over the trail is not complete yet, so nothing is known. Try again.")
                    .toException();
        }
        if (!contradiction.isOf(size, root)) {
            throw Failure.invalid(
                            contradiction.checkpoint().size() == size ? "root" : "size",
                            "must be that of the checkpoint that the trail contradicts: " + contradiction)
                    .toException();
        }
        tree.cut();
        removeContradictedRows();
        Instant time = timeOfAcceptance(size);
        StoredCheckpoint accepted = new StoredCheckpoint(
                size,
                root.base64(),
                time,
                keys.sign(acceptance(size, root.base64(), time)).toString());
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

    private String acceptance(long size, String root, Instant time) {
        return new GivenUpCheckpoint(keys.origin(), size, root, time).text();
    }

    /** Whether the gateway has given it up. Who can write to the database alone cannot. */
    boolean isSigned(StoredCheckpoint accepted) {
        return keys.accepts(accepted.note(), acceptance(accepted.size(), accepted.root(), accepted.time()));
    }

    /**
     * Not before the checkpoint, which another replica's clock, or this one's before it was set, may have dated later.
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
                if (known != null && isGivenUp(known, accepted)) {
                    known = null;
                }
                if (directory.giveUp(accepted, each -> isGivenUp(each, accepted))) {
                    learnt.add(accepted);
                }
            }
        }
    }

    /** Whoever can write to the database may put an old acceptance back. It gives up nothing that is newer. */
    private boolean isGivenUp(HeldCheckpoint checkpoint, StoredCheckpoint accepted) {
        return checkpoint.size() <= accepted.size()
                && !checkpoint.time().isAfter(accepted.time())
                && isContradicted(checkpoint);
    }

    private boolean isContradicted(HeldCheckpoint checkpoint) {
        return checkpoint.compare(tree.view()).isPresent();
    }
}
