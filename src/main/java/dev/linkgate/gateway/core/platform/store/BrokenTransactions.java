package dev.linkgate.gateway.core.platform.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import dev.linkgate.sqlite.Sqlite;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Removes a connection from the pool when SQLite may have ended its transaction by itself. The driver does not notice
 * that: the connection's next user would work without a transaction and could not commit. It also removes a connection
 * to files that are read-only, because SQLite may have opened them so. And it remembers that the database is malformed.
 *
 * @see <a href="https://sqlite.org/lang_transaction.html">Response to errors within a transaction</a>
 */
final class BrokenTransactions implements SQLExceptionOverride {

    private static final Set<SQLiteErrorCode> ENDING = EnumSet.of(
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_INTERRUPT);

    private volatile boolean malformed;

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        if (Sqlite.isMalformed(e) || Sqlite.isMalformed(e.getCause())) {
            malformed = true;
        }
        return isEnding(e) || isEnding(e.getCause()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }

    /** Whether SQLite has found that the file is not a whole database. That does not pass. */
    boolean isMalformed() {
        return malformed;
    }

    /** Refined codes, such as {@code SQLITE_IOERR_WRITE}, have the plain one in their lowest byte. */
    static boolean isEnding(@Nullable Throwable e) {
        return e instanceof SQLiteException sqlite
                && ENDING.contains(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xFF));
    }
}
