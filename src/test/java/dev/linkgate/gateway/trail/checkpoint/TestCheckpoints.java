package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.trail.audit.TestTrail;
import dev.linkgate.gateway.trail.read.StoredTree;
import dev.linkgate.gateway.trail.read.TrailBase;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.ConsistencyProof;
import dev.linkgate.transparency.InclusionProof;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The checkpoints of a trail, for tests of those who need some. */
public final class TestCheckpoints {

    private final CheckpointReplica replica;
    private final ManualClock clock;

    public TestCheckpoints(DataSource database, ManualClock clock) {
        this.clock = clock;
        this.replica = new CheckpointReplica(database, null, clock);
    }

    /** Makes a checkpoint of the trail as it is now, and the tiles below it. */
    public void make() {
        clock.advance(CheckpointReplica.INTERVAL.plus(Duration.ofSeconds(1)));
        replica.work();
    }

    public StoredTree tree() {
        return replica.checkedTree;
    }

    public Checkpoints trail() {
        return replica.checkpoints;
    }

    /** Whether the trail is proven to have a record, and to have grown from there to now. */
    public boolean proves(long sequence) {
        TreeProofs.InclusionAnswer inclusion = replica.proofs.inclusion(sequence, null);
        TreeProofs.ConsistencyAnswer growth = replica.proofs.consistency(sequence, inclusion.size());
        return new InclusionProof(
                                sequence - 1,
                                inclusion.size(),
                                TreeHash.ofBase64(inclusion.leafHash()),
                                hashes(inclusion.path()))
                        .matches(root(inclusion.checkpoint()))
                && new ConsistencyProof(sequence, inclusion.size(), hashes(growth.path()))
                        .matches(root(growth.fromCheckpoint()), root(growth.toCheckpoint()));
    }

    /** The number of the record that is proven to a team of its project, or why none is. */
    public String provenToTeam(TestTrail trail, long sequence) {
        ProofController controller = new ProofController(
                trail.trail(),
                trail.threads(),
                new TrailReader(trail.database()),
                new TrailBase(trail.database()),
                replica.proofs);
        try {
            return "record "
                    + controller
                            .ofProject(trail.context(), TestTrail.PROJECT, sequence, null)
                            .sequence();
        } catch (LinkgateException e) {
            return e.failure().detail();
        }
    }

    private static List<TreeHash> hashes(List<String> base64) {
        return base64.stream().map(TreeHash::ofBase64).toList();
    }

    private static TreeHash root(String note) {
        return Checkpoint.parse(SignedNote.parse(note).text()).root();
    }
}
