package dev.linkgate.gateway;

import dev.linkgate.kernel.StartRefused;
import dev.linkgate.sqlite.Sqlite;
import dev.linkgate.sqlite.WholeDatabase;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** Explains a start without a database that works. Other failures of the database keep their stack trace. */
final class DatabaseUnreachableAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    /** Classes of SQLSTATE: no connection, no such user or wrong password, no such database, not yet started. */
    private static final Set<String> CLASSES = Set.of("08", "28", "3D", "57");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        if (Sqlite.isMalformed(cause)) {
            StartRefused refusal = WholeDatabase.refused("that of spring.datasource.url", Sqlite.reason(cause));
            return new FailureAnalysis(String.valueOf(refusal.getMessage()), refusal.action(), cause);
        }
        String state = cause.getSQLState();
        if (state == null || state.length() != 5 || !CLASSES.contains(state.substring(0, 2))) {
            return null;
        }
        return new FailureAnalysis(
                "The database of spring.datasource.url cannot be used: " + reason(cause),
                "Check spring.datasource.url, spring.datasource.username and spring.datasource.password"
                        + " (SPRING_DATASOURCE_URL and so on), and that the database accepts connections from here.",
                cause);
    }

    /** The driver's message, and what it leaves to the cause, such as an unknown host. */
    private static String reason(SQLException failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        return root.equals(failure)
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " " + root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
