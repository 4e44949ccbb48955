package dev.linkgate.gateway.core.platform.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the database answers, and is not malformed. It replaces Boot's own indicator, by its name. */
@Component("dbHealthIndicator")
final class DatabaseHealth implements HealthIndicator {

    private static final int ANSWER_SECONDS = 1;

    private final DataSource dataSource;
    private final BrokenTransactions seen;
    private final TimelyCheck answers = new TimelyCheck(this::answers, System::nanoTime);

    DatabaseHealth(DataSource dataSource, BrokenTransactions seen) {
        this.dataSource = dataSource;
        this.seen = seen;
    }

    @Override
    public Health health() {
        return (answers.holds() && !seen.isMalformed() ? Health.up() : Health.down()).build();
    }

    private boolean answers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
