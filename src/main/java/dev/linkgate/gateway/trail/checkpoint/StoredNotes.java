package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.kernel.Sha256;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.TreeHash;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Says whether rows are checkpoints of this gateway. Each signature is verified once, because a verification of a trail
 * reads all checkpoints, and there is one every few minutes.
 */
@Component
class StoredNotes {

    /** Those of a year at the usual interval, in 15 MB. Signatures beyond are verified each time. */
    private static final int MOST = 131_072;

    private final Supplier<List<NoteKey>> keys;
    private final Function<StoredCheckpoint, Optional<String>> check;

    /** The rows without a fault, by hashes of all that was checked, as long as the keys are these. */
    private final Set<TreeHash> good = new HashSet<>();

    private List<NoteKey> checkedWith = List.of();

    @Autowired
    StoredNotes(CheckpointKeys keys) {
        this(keys::all, row -> check(row, keys));
    }

    /**
     * Of any keys.
     *
     * @param check says what is wrong with a row
     */
    StoredNotes(Supplier<List<NoteKey>> keys, Function<StoredCheckpoint, Optional<String>> check) {
        this.keys = keys;
        this.check = check;
    }

    /** Why a row is no checkpoint of this gateway: a clause; empty if it is one. */
    Optional<String> fault(StoredCheckpoint row) {
        List<NoteKey> present = keys.get();
        TreeHash hash = hash(row);
        if (isGood(hash, present)) {
            return Optional.empty();
        }
        Optional<String> fault = check.apply(row);
        if (fault.isEmpty()) {
            remember(hash, present);
        }
        return fault;
    }

    private synchronized boolean isGood(TreeHash hash, List<NoteKey> present) {
        return checkedWith.equals(present) && good.contains(hash);
    }

    private synchronized void remember(TreeHash hash, List<NoteKey> present) {
        if (!checkedWith.equals(present)) {
            checkedWith = present;
            good.clear();
        }
        if (good.size() < MOST) {
            good.add(hash);
        }
    }

    /** A row without a fault has no zero byte in its texts. */
    private static TreeHash hash(StoredCheckpoint row) {
        String all = row.size() + "\0" + row.root() + "\0" + row.note();
        return TreeHash.of(Sha256.digest().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<String> check(StoredCheckpoint row, CheckpointKeys keys) {
        HeldCheckpoint held = HeldCheckpoint.of(row, keys);
        if (held.fault() != null) {
            return Optional.of("its checkpoint " + held.fault());
        }
        if (!held.vouched()) {
            return Optional.of("its checkpoint is signed by a key that needs another master key");
        }
        return held.root().base64().equals(row.root())
                ? Optional.empty()
                : Optional.of("its checkpoint has another root than its note");
    }
}
