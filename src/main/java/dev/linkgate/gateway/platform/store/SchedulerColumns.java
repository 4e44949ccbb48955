package dev.linkgate.gateway.platform.store;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes a table of db-scheduler the same on every database: times in microseconds, and plain SQL. */
public final class SchedulerColumns extends DefaultJdbcCustomization {

    public SchedulerColumns() {
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
        long micros = columns.getLong(name);
        return columns.wasNull() ? null : Micros.toInstant(micros);
    }

    @Override
    public String getQueryLimitPart(int limit) {
        return " LIMIT " + limit;
    }
}
