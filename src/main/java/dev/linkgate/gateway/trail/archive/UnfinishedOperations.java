package dev.linkgate.gateway.trail.archive;

import dev.linkgate.gateway.platform.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The operations whose records stay in the database. */
@Repository
class UnfinishedOperations {

    /** The request that begins an operation is on record before it. */
    private static final Duration BEFORE = Duration.ofMinutes(10);

    private final JdbcClient jdbc;

    UnfinishedOperations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** No record before this time belongs to one; empty if there is none. */
    Optional<Instant> begin() {
        return jdbc.sql("SELECT created_at FROM operation WHERE finished_at IS NULL ORDER BY created_at LIMIT 1")
                .query(Long.class)
                .optional()
                .map(micros -> Micros.toInstant(micros).minus(BEFORE));
    }
}
