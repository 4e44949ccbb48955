package dev.linkgate.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Connections to a database file that the gateway has not opened. */
public final class Sqlite {

    private Sqlite() {}

    /** @param readOnly whether the files stay as they are, but for an index of the log that SQLite may make */
    public static Connection open(Path database, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + database);
        return source.getConnection();
    }

    /** The first column of the rows. */
    public static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Whether the failure says that the file is no database, or not a whole one. */
    public static boolean isMalformed(@Nullable Throwable failure) {
        return hasCode(failure, SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);
    }

    /** Whether the failure says that the disk is full, or does not work. */
    public static boolean isUnwritable(Throwable failure) {
        return hasCode(failure, SQLiteErrorCode.SQLITE_FULL, SQLiteErrorCode.SQLITE_IOERR);
    }

    private static boolean hasCode(@Nullable Throwable failure, SQLiteErrorCode one, SQLiteErrorCode other) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return false;
        }
        // Refined codes, such as SQLITE_CORRUPT_INDEX, have the plain one in their lowest byte.
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xFF);
        return code == one || code == other;
    }

    /** Why a database cannot be read: a clause whose subject it is. */
    public static String reason(SQLException failure) {
        return isMalformed(failure) ? "it is malformed" : "it cannot be read (" + failure.getMessage() + ")";
    }
}
