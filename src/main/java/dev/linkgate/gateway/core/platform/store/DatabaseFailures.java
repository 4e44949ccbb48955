package dev.linkgate.gateway.core.platform.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/** Distinguishes a database that cannot do its work now from a fault of what it was asked. */
public final class DatabaseFailures {

    /**
     * SQLSTATE classes of PostgreSQL that Spring does not classify: a read-only transaction, as after a failover, and a
     * lock that is not available.
     */
    private static final Set<String> PASSING = Set.of("25", "55");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private DatabaseFailures() {}

    /**
     * Whether the same work may succeed later: the database is busy, locked, full, silent or gone, or all connections
     * to it are in use.
     */
    public static boolean mayPass(Throwable thrown) {
        return switch (thrown) {
            case TransactionException noTransaction -> true;
            case TransientDataAccessException e -> true;
            case RecoverableDataAccessException e -> true;
            case DataAccessResourceFailureException e -> true;
            default -> isCausedByDatabase(thrown);
        };
    }

    /**
     * Whether the work may have been done although it failed, because the connection was lost: perhaps with the answer
     * to its commit. A file does not lose answers, and what is busy or locked has done nothing.
     *
     * @param thrown of work that {@link #mayPass may pass}
     */
    public static boolean mayHaveBeenDone(Throwable thrown) {
        return switch (thrown) {
            case CannotCreateTransactionException notBegun -> false;
            case CannotGetJdbcConnectionException notBegun -> false;
            case TransactionException e -> true;
            case RecoverableDataAccessException e -> true;
            case DataAccessResourceFailureException e -> !isCausedByDatabase(e);
            default -> false;
        };
    }

    /** Whether PostgreSQL refused to wait any longer for a lock. */
    static boolean isLockTimeout(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCausedByDatabase(Throwable thrown) {
        for (@Nullable Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && (BrokenTransactions.isEnding(e) || isPassing(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPassing(@Nullable String state) {
        return state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2));
    }
}
