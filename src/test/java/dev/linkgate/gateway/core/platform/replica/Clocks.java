package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Clocks of databases, for tests of those who need one. */
public final class Clocks {

    private Clocks() {}

    /** The clock of a replica whose host's clock is an hour ahead. */
    public static DatabaseClock wrong() {
        return ahead(Duration.ofHours(1));
    }

    /** The clock of a replica whose host's clock is that much ahead. */
    static DatabaseClock ahead(Duration time) {
        try (Connection connection = TestDatabase.POSTGRESQL.unpooled().getConnection()) {
            return DatabaseClock.of(connection, () -> Instant.now().plus(time), System::nanoTime);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
