package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.store.OldestReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives this process its id, and sends its heartbeats from the start until all requests have ended. */
@Configuration(proxyBeanMethods = false)
class ReplicaConfiguration {

    @Bean
    Replica replica() {
        return new Replica();
    }

    /** Asks before anything else takes the time from it. */
    @Bean
    DatabaseClock databaseClock(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return DatabaseClock.of(connection, InstantSource.system(), System::nanoTime);
        }
    }

    @Bean(initMethod = "start")
    Heartbeat heartbeat(
            ReplicaStore replicas,
            DataSource dataSource,
            Replica replica,
            ReplicaCount count,
            DatabaseClock clock,
            OldestReader oldestReader,
            ConfigurableApplicationContext context) {
        return new Heartbeat(replicas, dataSource, replica, count, clock, oldestReader, context::close);
    }
}
