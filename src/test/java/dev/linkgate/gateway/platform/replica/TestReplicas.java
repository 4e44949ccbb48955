package dev.linkgate.gateway.platform.replica;

import dev.linkgate.gateway.platform.store.DatabaseFiles;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stored replicas, for tests of those who watch them. */
public final class TestReplicas {

    private TestReplicas() {}

    public static ReplicaStore on(DataSource database) {
        return new ReplicaStore(JdbcClient.create(database));
    }

    /** Lets a gateway send a heartbeat at once. */
    public static void sendHeartbeat(ApplicationContext gateway) {
        gateway.getBean(Heartbeat.class).send();
    }

    /** Stores one heartbeat as the replica does. */
    public static void sendHeartbeat(DataSource database, Replica replica, Instant at) {
        new Heartbeat(
                        on(database),
                        database,
                        replica,
                        List.of(),
                        new ReplicaCount(new DatabaseFiles(null)),
                        DatabaseClock.ofHost(() -> at))
                .send();
    }
}
