package dev.linkgate.gateway.store;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the database answers, and is not malformed. It is asked at most once a second, even with more probes, because each question takes a
 * connection that requests need. It replaces Boot's own indicator, by its name.
 */
@Component("dbHealthIndicator")
final class DatabaseHealth implements HealthIndicator {

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int ANSWER_SECONDS = 1;
    private static final String ONLY = "database";

    private final DataSource dataSource;
    private final BrokenTransactions seen;
    private final LoadingCache<String, Boolean> answers =
            Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(KEPT).build(only -> answers());

    DatabaseHealth(DataSource dataSource, BrokenTransactions seen) {
        this.dataSource = dataSource;
        this.seen = seen;
    }

    @Override
    public Health health() {
        return (answers.get(ONLY) && !seen.isMalformed() ? Health.up() : Health.down()).build();
    }

    private boolean answers() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
