package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.ManualClock;
import java.io.IOException;
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

    /** Makes all that is signed as 0.2.0 stored it. */
    public void asOfRelease02() throws IOException {
        new TrailOfRelease02(database).make(replica, null);
    }

    public SignedTrail signed() {
        return replica.signed;
    }

    public Checkpoints trail() {
        return replica.checkpoints;
    }
}
