package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.trail.read.StoredTree;
import java.time.Duration;
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
}
