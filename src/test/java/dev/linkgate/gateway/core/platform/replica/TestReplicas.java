package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.store.DatabaseFiles;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stored replicas, for tests of those who watch them. */
public final class TestReplicas {

    private TestReplicas() {}

    public static ReplicaStore on(DataSource database) {
        return new ReplicaStore(JdbcClient.create(database));
    }

    /** Stores one heartbeat as the replica does. */
    public static void sendHeartbeat(DataSource database, Replica replica, Instant at) {
        new Heartbeat(
                        on(database),
                        database,
                        replica,
                        new ReplicaCount(new DatabaseFiles(null)),
                        DatabaseClock.ofHost(() -> at),
                        TestDatabase.readBy("0.4.0"),
                        () -> {})
                .send();
    }
}
