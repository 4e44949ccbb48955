package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.FieldError;
import dev.linkgate.transparency.ConsistencyProof;
import dev.linkgate.transparency.InclusionProof;
import dev.linkgate.transparency.Proofs;
import dev.linkgate.transparency.TreeHash;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Proves what the trail has. A proof reads some ten rows, and the hashes of the records of the last seconds. */
@Component
class TreeProofs {

    private final RollbackCheck check;
    private final Checkpoints checkpoints;
    private final CheckpointStore store;

    TreeProofs(RollbackCheck check, Checkpoints checkpoints, CheckpointStore store) {
        this.check = check;
        this.checkpoints = checkpoints;
        this.store = store;
    }

    /**
     * That a record is in the trail of a checkpoint.
     *
     * @param size the number of records of the checkpoint
     * @param leafHash base64, of the record's hash
     * @param path base64 hashes, from the leaf up
     * @param checkpoint a signed note
     */
    @Schema(name = "InclusionProof")
    record InclusionAnswer(long sequence, long size, String leafHash, List<String> path, String checkpoint) {}

    /**
     * That the trail of a checkpoint begins with that of another one.
     *
     * @param from the number of records of the older checkpoint
     * @param to the number of records of the newer checkpoint
     * @param path base64 hashes
     * @param fromCheckpoint a signed note
     * @param toCheckpoint a signed note
     */
    @Schema(name = "ConsistencyProof")
    record ConsistencyAnswer(long from, long to, List<String> path, String fromCheckpoint, String toCheckpoint) {}

    /**
     * Proves that the trail has a record.
     *
     * @param size of the checkpoint; absent for the newest one with the record, or the trail as it is now
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if a number is out of
     *     range
     */
    InclusionAnswer inclusion(long sequence, @Nullable Long size) {
        return BrokenTree.answered(() -> {
            TreeView view = check.agreed();
            Ranges ranges = new Ranges();
            ranges.require("sequence", sequence, 1, view.size());
            if (size != null) {
                ranges.require("size", size, sequence, view.size());
            }
            ranges.check();
            long of = size == null ? covering(sequence, view) : size;
            InclusionProof proof = Proofs.inclusion(sequence - 1, of, view);
            return new InclusionAnswer(
                    sequence, of, proof.leaf().base64(), base64(proof.path()), checkpoints.note(view, of));
        });
    }

    /**
     * Proves that the trail only grew from one size to another.
     *
     * @param to absent for the newest checkpoint that is not smaller, or the trail as it is now
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if a number is out of
     *     range
     */
    ConsistencyAnswer consistency(long from, @Nullable Long to) {
        return BrokenTree.answered(() -> {
            TreeView view = check.agreed();
            Ranges ranges = new Ranges();
            ranges.require("from", from, 1, view.size());
            if (to != null) {
                ranges.require("to", to, from, view.size());
            }
            ranges.check();
            long end = to == null ? covering(from, view) : to;
            ConsistencyProof proof = Proofs.consistency(from, end, view);
            return new ConsistencyAnswer(
                    from, end, base64(proof.path()), checkpoints.note(view, from), checkpoints.note(view, end));
        });
    }

    /** The size of the newest checkpoint with the record; of the trail as it is now if none has it. */
    private long covering(long sequence, TreeView view) {
        long newest = Math.min(store.newestSize(), view.size());
        return newest >= sequence ? newest : view.size();
    }

    private static List<String> base64(List<TreeHash> hashes) {
        return hashes.stream().map(TreeHash::base64).toList();
    }

    /** Checks that numbers are in their ranges, and reports all that are not. */
    private static final class Ranges {

        private final List<FieldError> errors = new ArrayList<>();

        /** @param last of the trail; the range begins at 1 or later, and not behind it */
        void require(String name, long value, long first, long last) {
            long least = Math.max(1, Math.min(first, last));
            if (value < least || value > last) {
                errors.add(new FieldError(name, "must be a whole number from " + least + " to " + last));
            }
        }

        void check() {
            if (!errors.isEmpty()) {
                throw Failure.invalid(errors).toException();
            }
        }
    }
}
