package dev.linkgate.gateway;

import dev.linkgate.kernel.StartRefused;
import dev.linkgate.sqlite.Sqlite;
import dev.linkgate.sqlite.WholeDatabase;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** Explains a start without a database that works. Other failures of the database keep their stack trace. */
final class DatabaseUnreachableAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    /** A failed rollback hides why there was one: that is a suppressed exception then. */
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        return Stream.concat(Stream.of(cause), suppressed(rootFailure))
                .map(DatabaseUnreachableAnalyzer::explain)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Stream<SQLException> suppressed(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(thrown -> Stream.of(thrown.getSuppressed()))
                .map(hidden -> findCause(hidden, SQLException.class))
                .filter(Objects::nonNull);
    }

    private static @Nullable FailureAnalysis explain(SQLException cause) {
        if (Sqlite.isMalformed(cause)) {
            StartRefused refusal = WholeDatabase.refused("of spring.datasource.url", Sqlite.reason(cause));
            return new FailureAnalysis(String.valueOf(refusal.getMessage()), refusal.action(), cause);
        }
        if (Sqlite.isUnwritable(cause)) {
            return analysis("cannot be written", "Free space on its disk, and make sure that the disk works.", cause);
        }
        String state = cause.getSQLState();
        if (state == null || state.length() != 5) {
            return null;
        }
        if (state.equals("42501")) {
            return analysis(
                    "does not let its user do what is needed",
                    "Make the user of spring.datasource.username the database's owner.",
                    cause);
        }
        return switch (state.substring(0, 2)) {
            case "28" ->
                analysis(
                        "does not accept the user or the password",
                        "Check spring.datasource.username and spring.datasource.password"
                                + " (SPRING_DATASOURCE_USERNAME and so on), and that the database lets this user in"
                                + " from here.",
                        cause);
            case "3D" -> analysis("does not exist", "Create it, or correct its name there.", cause);
            // No connection, and a server that starts or stops.
            case "08", "57" ->
                analysis(
                        "cannot be reached",
                        "Check the host and the port in spring.datasource.url (SPRING_DATASOURCE_URL), that the"
                                + " database runs, and that it accepts connections from here.",
                        cause);
            default -> null;
        };
    }

    private static FailureAnalysis analysis(String problem, String action, SQLException cause) {
        return new FailureAnalysis(
                "The database of spring.datasource.url " + problem + ": " + reason(cause), action, cause);
    }

    /** The driver's message, and what it leaves to the cause, such as an unknown host. */
    private static String reason(SQLException failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        return root.equals(failure)
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " " + root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
