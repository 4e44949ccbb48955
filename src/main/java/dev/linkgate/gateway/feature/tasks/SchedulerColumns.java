package dev.linkgate.gateway.feature.tasks;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import dev.linkgate.gateway.core.platform.store.Micros;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the table of db-scheduler the same on every database: times in microseconds, and plain SQL. */
final class SchedulerColumns extends DefaultJdbcCustomization {

    SchedulerColumns() {
        super(true);
    }

    @Override
    public String getName() {
        return "portable";
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, Micros.of(value));
        }
    }

    @Override
    public @Nullable Instant getInstant(ResultSet columns, String name) throws SQLException {
        return Micros.read(columns, name);
    }

    @Override
    public String getQueryLimitPart(int limit) {
        return " LIMIT " + limit;
    }
}
