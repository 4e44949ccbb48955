package dev.linkgate.gateway.core.platform.replica;

import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Real locks, for tests of those who need one. */
public final class TestLocks {

    private TestLocks() {}

    /** The locks of one replica. */
    public static DistributedLock on(DataSource database, InstantSource clock) {
        return new DistributedLock(JdbcClient.create(database), DatabaseClock.ofHost(clock));
    }
}
