package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.ManualClock;
import java.time.Duration;
import javax.sql.DataSource;

/** The checkpoints of a trail, for tests of those who need some. */
public final class TestCheckpoints {

    private final CheckpointReplica replica;
    private final ManualClock clock;
    private final DataSource database;

    public TestCheckpoints(DataSource database, ManualClock clock) {
        this.clock = clock;
        this.database = database;
        this.replica = new CheckpointReplica(database, null, clock);
    }

    /** Makes a checkpoint of the trail as it is now. */
    public void make() {
        clock.advance(CheckpointReplica.INTERVAL.plus(Duration.ofSeconds(1)));
        replica.work();
    }

    public SignedTrail signed() {
        return replica.signed;
    }

    public Checkpoints trail() {
        return replica.checkpoints;
    }
}
